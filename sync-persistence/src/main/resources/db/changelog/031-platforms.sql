--liquibase formatted sql

--changeset synctrail:031-platform
--comment: platforms with their current revision, and all revisions
create table platform (
  id       text    primary key check (id ~ '^[a-z0-9]{1,64}$'),
  revision integer not null,
  removed  boolean not null
);
create table platform_revision (
  id          text        not null references platform,
  revision    integer     not null,
  kind        text        not null,
  name        text        not null,
  base_url    text        not null,
  api_version text        not null,
  settings    text        not null,
  changed_at  timestamptz not null,
  changed_by  text        not null,
  primary key (id, revision)
);
