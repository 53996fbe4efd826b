--liquibase formatted sql

--changeset synctrail:249-api-version
--comment: a sync says which version of the platform's API it used
alter table sync add column api_version text;
comment on column sync.api_version is 'Version of the platform''s API; null if recorded by an external system, or before this column existed';
