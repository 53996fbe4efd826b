--liquibase formatted sql

--changeset synctrail:170-doubts
--comment: number of read-backs that found another state; deferred reads do not count
alter table placement add column doubts integer not null default 0;
