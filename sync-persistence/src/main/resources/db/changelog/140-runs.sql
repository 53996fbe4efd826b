--liquibase formatted sql

--changeset synctrail:140-order-of-a-run
--comment: syncs wait for earlier stages of their run, and may be taken together with others of their stage
alter table backlog
  add column run_id   uuid,
  add column stage    integer not null default 0,
  add column together boolean not null default false;
create index backlog_stage on backlog (run_id, stage) where run_id is not null;

--changeset synctrail:140-origin-and-end-of-a-run
--comment: the deployment that a run rolls back, and its cancellation
alter table run
  add column rollback_of   uuid,
  add column cancelled_at  timestamptz,
  add column cancelled_by  text,
  add column cancel_reason text,
  add constraint run_cancelled_by_somebody check ((cancelled_at is null) = (cancelled_by is null));
create index run_rollback_of on run (rollback_of) where rollback_of is not null;

--changeset synctrail:140-manners
--comment: further push flags; null for none
alter table run add column manners text;
alter table sync add column manners text;

--changeset synctrail:140-conflict-of-a-removal
--comment: a removal has no intended payload
alter table conflict alter column wanted_checksum drop not null, alter column wanted_size drop not null;
