--liquibase formatted sql

--changeset synctrail:205-plan-of-a-run
--comment: the dry run that was confirmed as the plan of a deployment, a rollback or a restore
alter table run add column plan_id uuid;
