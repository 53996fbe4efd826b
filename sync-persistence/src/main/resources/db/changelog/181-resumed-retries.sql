--liquibase formatted sql

--changeset synctrail:181-resumed-retries
--comment: who let a cancelled job go on; that it was cancelled stays on record
alter table bulk_retry
  add column resumed_at timestamptz,
  add column resumed_by text,
  add constraint bulk_retry_resumed_by_somebody check ((resumed_at is null) = (resumed_by is null)),
  add constraint bulk_retry_resumed_when_stopped check (resumed_at is null or cancelled_at is not null);
