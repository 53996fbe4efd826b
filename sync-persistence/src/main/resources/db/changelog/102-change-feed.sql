--liquibase formatted sql

--changeset synctrail:102-change-feed
--comment: change events of the last hour, ordered by transaction; unlogged, because clients reload after a crash
create unlogged table change_feed (
  xid     xid8        not null default pg_current_xact_id(),
  number  bigint      generated always as identity,
  at      timestamptz not null default now(),
  kind    text        not null,
  subject uuid        not null,
  status  text,
  primary key (xid, number)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

--changeset synctrail:102-change-feed-triggers splitStatements:false
--comment: triggers record every change; history that is loaded later is not an event
create function append_sync_change() returns trigger language plpgsql as $$
begin
  insert into change_feed (kind, subject, status) values ('SYNC', new.id, new.status);
  return null;
end $$;
create function append_run_change() returns trigger language plpgsql as $$
begin
  insert into change_feed (kind, subject)
    values (case new.direction when 'PUSH' then 'DEPLOYMENT' else 'RETRIEVAL' end, new.id);
  return null;
end $$;
create trigger sync_begun_news after insert on sync for each row
  when (current_setting('synctrail.moving', true) is distinct from 'on'
    and uuid_time(new.id) > now() - interval '1 hour')
  execute function append_sync_change();
create trigger sync_changed_news after update of status on sync for each row
  when (old.status <> new.status)
  execute function append_sync_change();
create trigger run_news after insert or update on run for each row
  execute function append_run_change();
