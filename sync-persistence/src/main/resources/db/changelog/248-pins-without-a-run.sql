--liquibase formatted sql

--changeset synctrail:248-pins-without-a-run
--comment: a change by others can be kept that only the retry of a purged push has met
alter table pin alter column rollback drop not null;
