--liquibase formatted sql

--changeset synctrail:201-conflict-sync
--comment: all pushes affected by a conflict; the first one names it
create table conflict_sync (
  sync_id     uuid primary key,
  conflict_id uuid not null references conflict (sync_id) on delete cascade
);
create index conflict_sync_conflict on conflict_sync (conflict_id, sync_id);
insert into conflict_sync (sync_id, conflict_id)
  select sync_id,
    case when resolution is null and overtaken_by is null
      then first_value(sync_id) over (
        partition by platform, type_key, resolution is null and overtaken_by is null order by sync_id desc)
      else sync_id end
  from conflict;

--changeset synctrail:201-one-open-conflict
--comment: at most one open conflict per type and platform; of several, the latest is kept
delete from conflict c where not exists (select from conflict_sync m where m.conflict_id = c.sync_id);
alter table conflict add column updated_at timestamptz;
update conflict set updated_at = found_at;
alter table conflict alter column updated_at set not null;
drop index conflict_open;
create unique index conflict_open on conflict (platform, type_key)
  where resolution is null and overtaken_by is null;
create index conflict_resolved_by on conflict (resolved_by) where resolved_by is not null;
