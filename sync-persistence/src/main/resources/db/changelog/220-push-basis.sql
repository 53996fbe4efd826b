--liquibase formatted sql

--changeset synctrail:220-push-basis
--comment: the state that an open push decided on and the content of a merge, so that later attempts neither overwrite edits by others nor expect other content
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
