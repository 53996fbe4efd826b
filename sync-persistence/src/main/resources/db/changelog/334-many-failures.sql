--liquibase formatted sql

--changeset synctrail:334-many-failures splitStatements:false
--comment: earlier failures of a type are deleted by their place in the table. By their id, PostgreSQL read the whole table for each failure when it had planned for a small one: 100 000 failures in one transaction took more than six minutes instead of 19 s
create or replace function track_unlanded_push() returns trigger language plpgsql as $$
begin
  if new.status in ('SUCCESS', 'PARTIAL') then
    delete from unlanded_push
    where platform = new.platform and type_key = new.type_key and sync_id <= new.id;
  elsif new.status = 'FAILED' and (new.failure_class = 'CANCELLED' or exists (
      select from sync l where l.platform = new.platform and l.type_key = new.type_key
        and l.direction = 'PUSH' and l.recorder = 'ENGINE' and not l.dry_run
        and l.status in ('SUCCESS', 'PARTIAL') and l.id > new.id)) then
    delete from unlanded_push where sync_id = new.id;
  else
    insert into unlanded_push (sync_id, platform, type_key, status)
    values (new.id, new.platform, new.type_key, new.status)
    on conflict (sync_id) do update set status = excluded.status;
    if new.status = 'FAILED' then
      delete from unlanded_push where ctid = any (array(
        select ctid from unlanded_push
        where platform = new.platform and type_key = new.type_key and sync_id < new.id
          and status = 'FAILED'
        for update skip locked));
    end if;
  end if;
  return null;
end $$;
