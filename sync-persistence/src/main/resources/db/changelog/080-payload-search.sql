--liquibase formatted sql

--changeset synctrail:080-payload-index
--comment: search index: 64-bit hashes of pointers, and of pointers with values, once per payload
create table payload_index (
  checksum bytea    primary key,
  keys     bigint[] not null,
  complete boolean  not null
);
create index payload_index_keys on payload_index using gin (keys);
create index payload_index_incomplete on payload_index (checksum) where not complete;

--changeset synctrail:080-payload-unindexed splitStatements:false
--comment: payloads not indexed yet, recorded by a trigger
create table payload_unindexed (checksum bytea primary key);
insert into payload_unindexed select checksum from snapshot where not truncated;

create function note_payload() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into payload_unindexed values (new.checksum) on conflict do nothing;
  else
    delete from payload_unindexed where checksum = old.checksum;
    delete from payload_index where checksum = old.checksum;
  end if;
  return null;
end $$;
create trigger payload_stored after insert on snapshot for each row
  when (not new.truncated) execute function note_payload();
create trigger payload_removed after delete on snapshot for each row
  when (not old.truncated) execute function note_payload();

--changeset synctrail:080-checksum-indexes
--comment: syncs of a payload; equal index entries are stored once
create index sync_sent_checksum on sync (sent_checksum) where sent_checksum is not null;
create index sync_intended_checksum on sync (intended_checksum) where intended_checksum is not null;
create index sync_pulled_checksum on sync (answered_checksum)
  where direction = 'PULL' and answered_checksum is not null;
