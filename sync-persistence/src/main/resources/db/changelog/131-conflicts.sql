--liquibase formatted sql

--changeset synctrail:131-on-conflict
--comment: handling of types changed on the platform by others
alter table run add column on_conflict text not null default 'REFUSE'
  check (on_conflict in ('REFUSE', 'OVERWRITE', 'KEEP_THEIRS', 'MERGE'));
alter table sync add column on_conflict text not null default 'REFUSE'
  check (on_conflict in ('REFUSE', 'OVERWRITE', 'KEEP_THEIRS', 'MERGE'));

--changeset synctrail:131-conflict
--comment: pushes refused because of changes by others, and their resolution
create table conflict (
  sync_id         uuid        primary key,
  platform        text        not null,
  type_key        text        not null,
  base_checksum   bytea,
  base_size       integer,
  theirs_checksum bytea,
  theirs_size     integer,
  wanted_checksum bytea       not null,
  wanted_size     integer     not null,
  fields          text[]      not null,
  etag            text,
  found_at        timestamptz not null,
  resolution      text check (resolution in ('OVERWRITE', 'KEEP_THEIRS', 'MERGE')),
  resolved_at     timestamptz,
  actor           text,
  reason          text,
  resolved_by     uuid,
  check ((resolution is null) = (resolved_at is null))
);
create index conflict_open on conflict (platform, sync_id) where resolution is null;
create index conflict_platform on conflict (platform, sync_id);
