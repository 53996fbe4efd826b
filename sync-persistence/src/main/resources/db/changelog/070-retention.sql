--liquibase formatted sql

--changeset synctrail:070-retention-rules
--comment: all revisions of the retention rules; the latest one applies
create table retention_rules (
  revision   integer     primary key,
  rules      text        not null,
  changed_at timestamptz not null,
  changed_by text        not null
);

--changeset synctrail:070-retention-hold
--comment: legal holds as filters of the history; released holds are kept as records
create table retention_hold (
  id          uuid        primary key,
  held        text        not null,
  reason      text        not null,
  actor       text        not null,
  set_at      timestamptz not null,
  released_at timestamptz,
  released_by text,
  check ((released_at is null) = (released_by is null))
);

--changeset synctrail:070-purge
--comment: purges with their progress; the record is kept
create table purge (
  id         uuid        primary key,
  dry_run    boolean     not null,
  actor      text        not null,
  reason     text,
  revision   integer     not null references retention_rules,
  step       text        not null,
  after      uuid,
  rows       bigint      not null,
  attempts   bigint      not null,
  payloads   bigint      not null,
  snapshots  bigint      not null,
  bytes      bigint      not null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at   timestamptz,
  problem    text
);
create index purge_open on purge (id) where ended_at is null;
-- payloads that anything taken referred to; only while the purge is at work
create table purge_candidate (
  purge_id  uuid    not null references purge,
  checksum  bytea   not null,
  truncated boolean not null,
  primary key (purge_id, checksum, truncated)
);

--changeset synctrail:070-tombstone
--comment: a sync with purged payloads keeps their checksums and sizes, the purge and the time
alter table sync add column purge_id uuid, add column purged_at timestamptz,
  add check ((purge_id is null) = (purged_at is null));

--changeset synctrail:070-doomed-snapshot splitStatements:false
--comment: snapshots marked for removal; storing the same bytes removes the mark, or waits for the purge that holds it
create table doomed_snapshot (
  checksum  bytea   not null,
  truncated boolean not null,
  purge_id  uuid    not null references purge,
  primary key (checksum, truncated)
);

create function is_kept(wanted bytea, part boolean) returns boolean language plpgsql as $$
begin
  delete from doomed_snapshot where checksum = wanted and truncated = part;
  -- a new statement, which sees what a purge has done that the one before waited for
  return exists (select from snapshot where checksum = wanted and truncated = part);
end $$;

create function spare_snapshot() returns trigger language plpgsql as $$
begin
  delete from doomed_snapshot where checksum = new.checksum and truncated = new.truncated;
  return new;
end $$;
create trigger snapshot_stored before insert on snapshot for each row
  execute function spare_snapshot();

--changeset synctrail:070-horizon splitStatements:false
--comment: the purge horizon, from which on all rows exist
create function rows_are_whole_from(at timestamptz) returns void language plpgsql as $$
begin
  update analytics_state set horizon = greatest(horizon, at);
exception when undefined_table then
  null; -- nobody counts
end $$;
