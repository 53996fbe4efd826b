--liquibase formatted sql

--changeset synctrail:051-backlog-failures
--comment: failed attempts, separate from how often an entry was taken; deferrals and dead workers do not count
alter table backlog add column failures integer not null default 0;
