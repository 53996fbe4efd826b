--liquibase formatted sql

--changeset synctrail:332-values-of-purged-syncs splitStatements:false
--comment: a purge removes the values that no sync has any more, unless a transaction is recording syncs
create or replace function note_sync_values() returns trigger language plpgsql as $$
begin
  -- until the end of the transaction no purge removes values, which it would not see in this sync
  perform pg_advisory_xact_lock_shared(hashtext('synctrail.values'));
  insert into sync_value
  select v.kind, v.value
  from (values ('TYPE_KEY', new.type_key), ('PLATFORM', new.platform), ('ACTOR', new.actor)) as v(kind, value)
  where not exists (select from sync_value s where s.kind = v.kind and s.value = v.value);
  return null;
end $$;
comment on table sync_value is 'Values that occur in syncs. A purge removes those that no longer do. A value can have several rows';
