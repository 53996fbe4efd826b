--liquibase formatted sql

--changeset synctrail:081-recorder
--comment: imported records of other systems
alter table sync drop constraint sync_recorder_check;
alter table sync add constraint sync_recorder_check
  check (recorder in ('ENGINE', 'OUTSIDE', 'IMPORTED'));
