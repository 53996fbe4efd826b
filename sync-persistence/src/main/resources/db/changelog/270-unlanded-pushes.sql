--liquibase formatted sql

--changeset synctrail:270-unlanded-push
--comment: pushes that have not landed, so that the board finds open and failed ones without reading the history
create table unlanded_push (
  sync_id  uuid primary key,
  platform text not null,
  type_key text collate "C" not null,
  status   text not null check (status in ('IN_PROGRESS', 'UNKNOWN', 'FAILED'))
);
create index unlanded_push_type on unlanded_push (platform, type_key, sync_id);
comment on table unlanded_push is 'Own pushes that are open, or have failed since the last one of the type that landed on the platform; without dry runs and cancelled pushes';
comment on column unlanded_push.sync_id is 'Push';
comment on column unlanded_push.platform is 'Platform id';
comment on column unlanded_push.type_key is 'Key of the content type';
comment on column unlanded_push.status is 'Status of the push';

insert into unlanded_push (sync_id, platform, type_key, status)
select s.id, s.platform, s.type_key, s.status from sync s
where s.direction = 'PUSH' and s.recorder = 'ENGINE' and not s.dry_run
  and s.status in ('IN_PROGRESS', 'UNKNOWN', 'FAILED')
  and (s.status <> 'FAILED' or s.failure_class <> 'CANCELLED')
  and not exists (select from sync l where l.platform = s.platform and l.type_key = s.type_key
    and l.direction = 'PUSH' and l.recorder = 'ENGINE' and not l.dry_run
    and l.status in ('SUCCESS', 'PARTIAL') and l.id > s.id);

--changeset synctrail:270-unlanded-push-trigger splitStatements:false
--comment: a trigger follows every push, however its outcome is recorded. A push that lands removes the rows of its type only, and a failure removes none, so that no two transactions wait for each other crosswise
create function track_unlanded_push() returns trigger language plpgsql as $$
begin
  if new.status in ('SUCCESS', 'PARTIAL') then
    delete from unlanded_push
    where platform = new.platform and type_key = new.type_key and sync_id <= new.id;
  elsif new.status = 'FAILED' and new.failure_class = 'CANCELLED' then
    delete from unlanded_push where sync_id = new.id;
  else
    insert into unlanded_push (sync_id, platform, type_key, status)
    values (new.id, new.platform, new.type_key, new.status)
    on conflict (sync_id) do update set status = excluded.status;
  end if;
  return null;
end $$;
create trigger push_begun after insert on sync for each row
  when (new.direction = 'PUSH' and new.recorder = 'ENGINE' and not new.dry_run
    and current_setting('synctrail.moving', true) is distinct from 'on')
  execute function track_unlanded_push();
create trigger push_changed after update of status on sync for each row
  when (new.direction = 'PUSH' and new.recorder = 'ENGINE' and not new.dry_run
    and old.status <> new.status)
  execute function track_unlanded_push();
