--liquibase formatted sql

--changeset synctrail:130-backlog-checks
--comment: a read-back waits for the syncs of its type; one of either at a time
alter table backlog drop constraint backlog_kind_check;
alter table backlog add constraint backlog_kind_check
  check (kind in ('SYNC', 'LISTING', 'CHECK', 'SURVEY'));
drop index backlog_one_at_a_time;
create unique index backlog_one_at_a_time on backlog (platform, type_key)
  where lane is not null and kind in ('SYNC', 'CHECK');

--changeset synctrail:130-placement
--comment: state of a type on a platform: last pushed content (wanted), state after the push (left), state at the last check (live)
create table placement (
  platform        text not null,
  type_key        text not null,
  state           text not null
    check (state in ('PENDING', 'IN_SYNC', 'MODIFIED', 'MISSING', 'UNTRACKED')),
  pushed          uuid,
  wanted_checksum bytea,
  wanted_size     integer,
  left_checksum   bytea,
  left_size       integer,
  left_etag       text,
  left_at         timestamptz,
  live_checksum   bytea,
  live_size       integer,
  live_etag       text,
  live_at         timestamptz,
  fields          text[] not null,
  checked_at      timestamptz,
  check_id        uuid,
  primary key (platform, type_key)
);
create unique index placement_check on placement (check_id) where check_id is not null;
create index placement_state on placement (platform, state, type_key);

--changeset synctrail:130-verdict
--comment: result of comparing a push with the platform; the sync itself never changes
create table verdict (
  sync_id       uuid primary key,
  word          text not null check (word in
    ('CONFIRMED', 'ALTERED', 'UNVERIFIABLE', 'DRIFTED', 'SUPERSEDED', 'GONE')),
  fields        text[] not null,
  reason        text,
  live_checksum bytea,
  live_size     integer,
  live_etag     text,
  live_at       timestamptz,
  given_at      timestamptz not null,
  checked_at    timestamptz not null,
  superseded_by uuid,
  check_id      uuid
);

--changeset synctrail:130-episode
--comment: drift incidents of a type; at most one is ongoing
create table drift_episode (
  id              uuid primary key,
  platform        text not null,
  type_key        text not null,
  pushed          uuid not null,
  state           text not null check (state in ('MODIFIED', 'MISSING')),
  fields          text[] not null,
  last_known_good timestamptz,
  first_seen      timestamptz not null,
  last_seen       timestamptz not null,
  live_checksum   bytea,
  live_size       integer,
  live_etag       text,
  live_at         timestamptz,
  ended_at        timestamptz,
  ended           text check (ended in ('REVERTED', 'PUSHED', 'ACCEPTED')),
  ended_by        uuid,
  actor           text,
  reason          text,
  check ((ended_at is null) = (ended is null))
);
create unique index drift_episode_lasting on drift_episode (platform, type_key)
  where ended_at is null;
create index drift_episode_type on drift_episode (platform, type_key, id);

--changeset synctrail:130-survey
--comment: checks of whole platforms, and the read-backs they wait for
create table survey (
  id            uuid primary key,
  platform      text not null,
  actor         text not null,
  reason        text,
  created_at    timestamptz not null,
  total         integer,
  looked        integer not null default 0,
  completed_at  timestamptz,
  error_message text
);
create unique index survey_open on survey (platform) where completed_at is null;
create index survey_platform on survey (platform, id);
create table survey_look (
  look   uuid primary key,
  survey uuid not null references survey
);
