--liquibase formatted sql

--changeset synctrail:331-resolved-criteria
--comment: the values for which the criteria about a part of a value stood when a bulk retry was started
alter table bulk_retry add column resolved text not null default '{}';
comment on column bulk_retry.resolved is 'Values for which the criteria about a part of a value stood at the start, in JSON: an array for each criterion';
