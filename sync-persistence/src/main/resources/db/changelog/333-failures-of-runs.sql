--liquibase formatted sql

--changeset synctrail:333-failures-of-runs
--comment: lists of runs are sorted by the number of failures
create index run_failed on run (direction, failed, id);
