--liquibase formatted sql

--changeset synctrail:170-doubts
--comment: how often a read-back found something else; being put off is no look
alter table placement add column doubts integer not null default 0;
