--liquibase formatted sql

--changeset synctrail:281-values splitStatements:false
--comment: the types, platforms and users of syncs, from which the filters by a part of a value are resolved
create table sync_value (
  kind  text not null check (kind in ('TYPE_KEY', 'PLATFORM', 'ACTOR')),
  value text not null
);
create index sync_value_kind on sync_value (kind, value);
comment on table sync_value is 'Values that occur in syncs, or occurred before they were purged. A value can have several rows';
-- without a unique index, no transaction waits for another that has the same new value
create function note_sync_values() returns trigger language plpgsql as $$
begin
  insert into sync_value
  select v.kind, v.value
  from (values ('TYPE_KEY', new.type_key), ('PLATFORM', new.platform), ('ACTOR', new.actor)) as v(kind, value)
  where not exists (select from sync_value s where s.kind = v.kind and s.value = v.value);
  return null;
end $$;
create trigger sync_has_values after insert on sync for each row execute function note_sync_values();

--changeset synctrail:281-earlier-values splitStatements:false
--comment: the values of the syncs that exist; the trigger notes those that are inserted meanwhile
insert into sync_value
select distinct 'TYPE_KEY', type_key from sync
union all select distinct 'PLATFORM', platform from sync
union all select distinct 'ACTOR', actor from sync;
analyze sync_value;
