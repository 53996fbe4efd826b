--liquibase formatted sql

--changeset synctrail:071-version-columns
--comment: hashes as bytes instead of hex
drop index sync_version_hash;
drop index sync_version_id;
alter table sync
  alter column version_id type bytea using decode(version_id, 'hex'),
  alter column version_hash type bytea using decode(version_hash, 'hex');

--changeset synctrail:071-version-indexes
--comment: indexes on the first seven bytes of a hash, so that an entry takes 32 bytes
create index sync_version_hash on sync (substring(version_hash from 1 for 7), id) where version_hash is not null;
create index sync_version_id on sync (substring(version_id from 1 for 7), id) where version_id is not null;

--changeset synctrail:071-last-indexes
--comment: two partial indexes for the last sync, the last success and the one before
drop index sync_last;
drop index sync_last_successful;
create index sync_successful on sync (type_key, platform, direction, id)
  where status = 'SUCCESS' and not dry_run;
create index sync_unsuccessful on sync (type_key, platform, id)
  where status <> 'SUCCESS' and not dry_run;

--changeset synctrail:071-operation-index
--comment: index only syncs with an operation; external recorders have none
drop index sync_operation;
create index sync_operation on sync (operation, id) where operation is not null;

--changeset synctrail:071-story
--comment: the beginning of a sync is derived from its row; an event is written only with additional information
create view sync_story as
select sync_id, number, kind, at, actor, cause from sync_event
union all
select s.id, 0, 'BEGUN', s.created_at, s.actor,
       case s.recorder when 'OUTSIDE' then 'recorded from outside' else s.reason end
from sync s
where not exists (select 1 from sync_event e where e.sync_id = s.id and e.kind = 'BEGUN');
