--liquibase formatted sql

--changeset synctrail:250-pulled-checksum
--comment: responses to pushes are not indexed, so that recording one updates the row in place
alter table sync add column pulled_checksum bytea;
comment on column sync.pulled_checksum is 'SHA-256 of the response to a pull, for the payload search; null for a push';
update sync set pulled_checksum = answered_checksum
  where direction = 'PULL' and answered_checksum is not null;
drop index sync_pulled_checksum;
create index sync_pulled_checksum on sync (pulled_checksum) where pulled_checksum is not null;
