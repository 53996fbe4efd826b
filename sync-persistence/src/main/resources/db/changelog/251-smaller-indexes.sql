--liquibase formatted sql

--changeset synctrail:251-unused-indexes
--comment: no query needs them; open syncs of other systems are found among all open syncs
drop index sync_retry_of;
drop index sync_open_outside;

--changeset synctrail:251-rare-values
--comment: index the rare values of a filter; pages of SUCCESS and 2xx are read from the history itself
drop index sync_status;
drop index sync_http_class;
create index sync_status on sync (status, id) where status <> 'SUCCESS';
create index sync_http_class on sync ((http_status / 100), id) where http_status / 100 <> 2;

--changeset synctrail:251-equal-entries
--comment: without the id, equal entries are stored once; a version or a run has few syncs, which are sorted
drop index sync_version_id;
drop index sync_version_hash;
drop index sync_run;
create index sync_version_id on sync (version_id) where version_id is not null;
create index sync_version_hash on sync (version_hash) where version_hash is not null;
create index sync_run on sync (run_id) where run_id is not null;

--changeset synctrail:251-sent-payloads
--comment: most syncs send what they intended, which has an index already
drop index sync_sent_checksum;
create index sync_sent_checksum on sync (sent_checksum)
  where sent_checksum is not null and sent_checksum is distinct from intended_checksum;
