--liquibase formatted sql

--changeset synctrail:020-version
--comment: versions of content types; the content is a snapshot that is never truncated
create table version (
  id           text        primary key check (id ~ '^[0-9a-f]{64}$'),
  type_key     text        not null,
  content_hash text        not null,
  content      text        not null,
  source       text        not null check (source in ('UI', 'AI', 'SYNC')),
  author       text        not null,
  message      text,
  -- ids in their order, separated by a space; part of what the id proves
  parents      text        not null,
  created_at   timestamptz not null
);

--changeset synctrail:020-version-indexes
--comment: unique order of the versions of a type, and one index per filter
create unique index version_order on version (type_key, created_at);
create index version_author on version (type_key, author, created_at);
create index version_source on version (type_key, source, created_at);

--changeset synctrail:020-content-type
--comment: content types with their latest version; keys in binary order, as in the code
create table content_type (
  type_key text collate "C" primary key,
  head_id  text not null references version (id)
);
