--liquibase formatted sql

--changeset synctrail:190-backlog-cut-offs
--comment: interruptions of an entry by server stops, separate from failed attempts
alter table backlog add column cut_offs integer not null default 0;
