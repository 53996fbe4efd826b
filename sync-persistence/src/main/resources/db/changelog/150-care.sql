--liquibase formatted sql

--changeset synctrail:150-pause
--comment: pauses of one platform or of all; at most one of each scope is active
create table pause (
  id       uuid        primary key,
  platform text,
  reason   text        not null,
  actor    text        not null,
  since    timestamptz not null,
  until    timestamptz,
  ended_at timestamptz,
  ended_by text,
  check ((ended_at is null) = (ended_by is null))
);
create unique index pause_lasting on pause (coalesce(platform, '')) where ended_at is null;

--changeset synctrail:150-change-freeze
--comment: change freezes in local time, once or weekly
create table change_freeze (
  id         uuid        primary key,
  platform   text,
  name       text        not null,
  reason     text        not null,
  zone       text        not null,
  starts     timestamp,
  ends       timestamp,
  from_day   smallint    check (from_day between 1 and 7),
  from_time  time,
  until_day  smallint    check (until_day between 1 and 7),
  until_time time,
  actor      text        not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  removed_by text,
  check (num_nulls(starts, ends) in (0, 2)),
  check (num_nulls(from_day, from_time, until_day, until_time) in (0, 4)),
  check ((starts is null) <> (from_day is null)),
  check ((removed_at is null) = (removed_by is null))
);
create index change_freeze_counting on change_freeze (platform) where removed_at is null;

--changeset synctrail:150-protection
--comment: revisions of circuit breaker and rate limit settings; null means the configured value
create table protection (
  platform        text        not null,
  revision        integer     not null,
  breaker_calls   integer,
  breaker_percent integer,
  breaker_open_ms bigint,
  rate_per_minute integer,
  burst           integer,
  ordered         text        check (ordered in ('CLOSED', 'OPEN')),
  ordered_at      timestamptz,
  reason          text,
  changed_at      timestamptz not null,
  changed_by      text        not null,
  primary key (platform, revision),
  check ((ordered is null) = (ordered_at is null))
);
