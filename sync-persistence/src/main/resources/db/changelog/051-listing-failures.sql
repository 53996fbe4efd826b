--liquibase formatted sql

--changeset synctrail:051-backlog-failures
--comment: tries that failed, apart from how often an entry was taken: a deferral or a dead lane is no failure
alter table backlog add column failures integer not null default 0;
