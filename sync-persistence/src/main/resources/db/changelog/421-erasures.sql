--liquibase formatted sql

--changeset synctrail:421-erasures
--comment: erasures on request with their progress; the record is kept, without the name. A purge and an erasure mark payloads in the same way
create table erasure (
  id         uuid        primary key,
  actor      text        not null,
  reason     text        not null,
  sync_id    uuid,
  person     text,
  step       text        not null,
  after      bigint      not null,
  counts     jsonb       not null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at   timestamptz,
  problem    text,
  check (ended_at is null or person is null)
);
create index erasure_open on erasure (id) where ended_at is null;
comment on table erasure is 'Erasures on request: of the payloads of a sync, or of the name of a person';
comment on column erasure.id is 'UUIDv7; its last digits are in the pseudonym';
comment on column erasure.actor is 'Who requested it';
comment on column erasure.reason is 'Why';
comment on column erasure.sync_id is 'Sync whose payloads are erased; null for a person';
comment on column erasure.person is 'Name that is erased; null once it was, and for a sync';
comment on column erasure.step is 'Current step';
comment on column erasure.after is 'How far the step is';
comment on column erasure.counts is 'What was erased so far, by table';
comment on column erasure.created_at is 'Time of the request';
comment on column erasure.started_at is 'Time of the first batch';
comment on column erasure.ended_at is 'Time of the completion or refusal';
comment on column erasure.problem is 'Why it was refused, or the last error';
alter table purge_candidate drop constraint purge_candidate_purge_id_fkey;
alter table doomed_snapshot drop constraint doomed_snapshot_purge_id_fkey;
select ledger_cover('erasure', 'id', 'person');

--changeset synctrail:421-access-log-erasures splitStatements:false
--comment: the access log stays append-only, except for a name that is erased
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('synctrail.erasing', true) = 'on' then
    return null;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
