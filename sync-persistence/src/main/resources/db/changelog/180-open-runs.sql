--liquibase formatted sql

--changeset synctrail:180-open-runs
--comment: few of all runs are not over, and the overview shows those
create index run_open on run (id) where completed_at is null;
