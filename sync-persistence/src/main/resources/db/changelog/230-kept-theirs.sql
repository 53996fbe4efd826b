--liquibase formatted sql

--changeset synctrail:230-kept-theirs
--comment: a push from before the decision to keep what others put there is not retried; every retry, and each row that a bulk retry counts, looks for that decision
create index conflict_kept on conflict (platform, type_key, resolved_at)
  where resolution = 'KEEP_THEIRS';
