--liquibase formatted sql

--changeset synctrail:206-pin
--comment: types that were rolled back and are skipped by deployments of all and of changed types
create table pin (
  id         uuid        primary key,
  platform   text        not null,
  type_key   text        collate "C" not null,
  -- the push that rolls the type back; landed once it has, so that its row may be purged
  sync_id    uuid        not null,
  landed     boolean     not null default false,
  -- the deployment that this push is part of
  rollback   uuid        not null,
  -- the newest version of the type at the rollback
  newest     text        not null,
  -- the rollback removed the type from the platform
  absent     boolean     not null,
  at         timestamptz not null,
  actor      text        not null,
  reason     text,
  ended      text        check (ended in ('REPLACED', 'DEPLOYED', 'REMOVED')),
  ended_at   timestamptz,
  ended_by   text,
  end_reason text,
  check ((ended_at is null) = (ended is null) and (ended_at is null) = (ended_by is null))
);
create unique index pin_lasting on pin (platform, type_key) where ended_at is null;
create index pin_type on pin (type_key) where ended_at is null;
create index pin_sync on pin (sync_id);

--changeset synctrail:206-holding-pin
--comment: active pins: not ended, no newer version stored, and the rollback did not fail
create view holding_pin as
select p.* from pin p
where p.ended_at is null
  and p.newest = (select c.head_id from content_type c where c.type_key = p.type_key)
  and (p.landed or exists (select 1 from sync s where s.id = p.sync_id and s.status <> 'FAILED'));

--changeset synctrail:206-run-pin
--comment: pins that made a deployment skip types
create table run_pin (
  run_id uuid not null,
  pin_id uuid not null references pin,
  primary key (run_id, pin_id)
);
