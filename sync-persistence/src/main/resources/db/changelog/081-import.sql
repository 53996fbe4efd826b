--liquibase formatted sql

--changeset synctrail:081-recorder
--comment: records of systems that knew nothing of Synctrail
alter table sync drop constraint sync_recorder_check;
alter table sync add constraint sync_recorder_check
  check (recorder in ('ENGINE', 'OUTSIDE', 'IMPORTED'));
