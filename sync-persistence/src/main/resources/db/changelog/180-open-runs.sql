--liquibase formatted sql

--changeset synctrail:180-open-runs
--comment: index of the unfinished runs for the overview
create index run_open on run (id) where completed_at is null;
