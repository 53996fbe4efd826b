--liquibase formatted sql

--changeset synctrail:290-failures-that-are-over splitStatements:false
--comment: a failure is over when a later push has landed, also if it is imported or decided after that; only the last failure of a type is kept, so that pushes that fail every night do not fill the table. Rows that another transaction has locked are skipped, so that no two transactions wait for each other crosswise
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
      delete from unlanded_push where sync_id in (
        select sync_id from unlanded_push
        where platform = new.platform and type_key = new.type_key and sync_id < new.id
          and status = 'FAILED'
        for update skip locked);
    end if;
  end if;
  return null;
end $$;

--changeset synctrail:290-earlier-failures
--comment: remove the failures that are over, and all but the last one of each type
delete from unlanded_push u where u.status = 'FAILED' and (
  exists (select from unlanded_push n where n.platform = u.platform and n.type_key = u.type_key
    and n.status = 'FAILED' and n.sync_id > u.sync_id)
  or exists (select from sync l where l.platform = u.platform and l.type_key = u.type_key
    and l.direction = 'PUSH' and l.recorder = 'ENGINE' and not l.dry_run
    and l.status in ('SUCCESS', 'PARTIAL') and l.id > u.sync_id));

--changeset synctrail:290-comment
--comment: what the table holds now
comment on table unlanded_push is 'Own pushes that are open, and of each type the last one that failed after the last one that landed on the platform; without dry runs and cancelled pushes';
