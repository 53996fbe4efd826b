--liquibase formatted sql

--changeset synctrail:160-bulk-retry
--comment: bulk retry jobs
create table bulk_retry (
  id            uuid        primary key,
  filter        text        not null,
  actor         text        not null,
  on_behalf_of  text,
  reason        text        not null,
  sync_metadata text,
  trace_id      text,
  traceparent   text,
  total         integer     not null check (total > 0),
  started       integer     not null,
  skipped       integer     not null,
  created_at    timestamptz not null,
  started_at    timestamptz,
  completed_at  timestamptz,
  cancelled_at  timestamptz,
  cancelled_by  text,
  problem       text,
  check (started + skipped <= total),
  check ((started + skipped = total) = (completed_at is not null)),
  check ((cancelled_at is null) = (cancelled_by is null))
);
create index bulk_retry_open on bulk_retry (id) where completed_at is null;

--changeset synctrail:160-bulk-retry-entry
--comment: the frozen set of a bulk retry with the result of each sync; next is started in the same transaction
create table bulk_retry_entry (
  job          uuid not null references bulk_retry deferrable initially deferred,
  sync_id      uuid not null,
  type_key     text not null,
  platform     text not null,
  overtaken_by uuid,
  state        text not null check (state in ('PENDING', 'STARTED', 'SKIPPED')),
  next         uuid,
  reason       text,
  primary key (job, sync_id),
  check ((state = 'STARTED') = (next is not null)),
  check ((state = 'SKIPPED') = (reason is not null))
);
create index bulk_retry_entry_pending on bulk_retry_entry (job, sync_id) where state = 'PENDING';
create index bulk_retry_entry_state on bulk_retry_entry (job, state, sync_id);
