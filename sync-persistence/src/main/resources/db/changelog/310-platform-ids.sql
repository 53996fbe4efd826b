--liquibase formatted sql

--changeset synctrail:310-platform-ids
--comment: ids of platforms may contain single hyphens, as in optimizely-prod
alter table platform
  drop constraint platform_id_check,
  add constraint platform_id_check check (length(id) <= 64 and id ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
