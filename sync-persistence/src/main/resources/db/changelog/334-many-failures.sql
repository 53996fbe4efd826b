--liquibase formatted sql

--changeset synctrail:334-many-failures splitStatements:false
--comment: 100 000 failures of a type in one transaction took hours, because each deleted the one before it. Only a failure that ends an open push does so now; a failure older than a recorded one, as in a restored export, adds nothing. Indexes are always used, also when the plan was made for an empty table
create or replace function track_unlanded_push() returns trigger language plpgsql
set enable_seqscan to off as $$
begin
  if new.status in ('SUCCESS', 'PARTIAL') then
    delete from unlanded_push
    where platform = new.platform and type_key = new.type_key and sync_id <= new.id;
  elsif new.status = 'FAILED' and (new.failure_class = 'CANCELLED'
    or exists (
      select from unlanded_push u where u.platform = new.platform and u.type_key = new.type_key
        and u.status = 'FAILED' and u.sync_id > new.id)
    or exists (
      select from sync l where l.platform = new.platform and l.type_key = new.type_key
        and l.direction = 'PUSH' and l.recorder = 'ENGINE' and not l.dry_run
        and l.status = 'SUCCESS' and l.id > new.id)
    or exists (
      select from sync l where l.platform = new.platform and l.type_key = new.type_key
        and l.direction = 'PUSH' and l.recorder = 'ENGINE' and not l.dry_run
        and l.status <> 'SUCCESS' and l.status = 'PARTIAL' and l.id > new.id)) then
    delete from unlanded_push where sync_id = new.id;
  else
    insert into unlanded_push (sync_id, platform, type_key, status)
    values (new.id, new.platform, new.type_key, new.status)
    on conflict (sync_id) do update set status = excluded.status;
    if new.status = 'FAILED' and tg_op = 'UPDATE' then
      delete from unlanded_push where sync_id in (
        select sync_id from unlanded_push
        where platform = new.platform and type_key = new.type_key and sync_id < new.id
          and status = 'FAILED'
        for update skip locked);
    end if;
  end if;
  return null;
end $$;

--changeset synctrail:334-comment
--comment: what the table holds now
comment on table unlanded_push is 'Own pushes that are open, or have failed since the last one of the type that landed on the platform, among them the last failure of the type; without dry runs and cancelled pushes';
