--liquibase formatted sql

--changeset synctrail:190-backlog-cut-offs
--comment: how often the holder of an entry was cut off, as by a stop of the server; apart from the attempts that failed
alter table backlog add column cut_offs integer not null default 0;
