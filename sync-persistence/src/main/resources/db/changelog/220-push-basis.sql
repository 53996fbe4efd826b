--liquibase formatted sql

--changeset synctrail:220-push-basis
--comment: what an open push was decided on, so that a later attempt neither overwrites an edit by others nor looks for anything else than what was sent
create table push_basis (
  sync_id          uuid    primary key,
  -- the state that the first attempt has read; null for nothing
  found_checksum   bytea,
  found_size       integer,
  found_truncated  boolean not null default false,
  -- what is put there instead of what is intended, with changes of others in it
  merged_checksum  bytea,
  merged_size      integer,
  check ((found_checksum is null) = (found_size is null)),
  check ((merged_checksum is null) = (merged_size is null))
);
