--liquibase formatted sql

--changeset synctrail:222-wanted-then
--comment: what the last push that landed wanted when a conflict was found; changes of ours are told from it
alter table conflict
  add column wanted_then_checksum bytea,
  add column wanted_then_size integer,
  add check ((wanted_then_checksum is null) = (wanted_then_size is null));
