--liquibase formatted sql

--changeset synctrail:181-resumed-retries
--comment: who resumed a cancelled job; the cancellation is kept
alter table bulk_retry
  add column resumed_at timestamptz,
  add column resumed_by text,
  add constraint bulk_retry_resumed_by_somebody check ((resumed_at is null) = (resumed_by is null)),
  add constraint bulk_retry_resumed_when_stopped check (resumed_at is null or cancelled_at is not null);
