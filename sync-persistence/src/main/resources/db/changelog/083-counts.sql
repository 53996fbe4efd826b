--liquibase formatted sql

--changeset synctrail:083-counts splitStatements:false
--comment: number of syncs as signed deltas; transitions still in sync_delta are not included
lock table sync, sync_delta in share row exclusive mode;
create table sync_count (
  platform  text    not null,
  type_key  text    not null,
  direction text    not null,
  operation text,
  dry_run   boolean not null,
  status    text    not null,
  syncs     bigint  not null
);
insert into sync_count
select platform, type_key, direction, operation, dry_run, status, sum(syncs) from (
  select platform, type_key, direction, operation, dry_run, status, 1 as syncs from sync
  union all
  select platform, type_key, direction, operation, dry_run, status, -1 from sync_delta
  union all
  select platform, type_key, direction, old_operation, dry_run, old_status, 1 from sync_delta
  where old_status is not null) as signed
group by platform, type_key, direction, operation, dry_run, status;

--changeset synctrail:083-count-deleted splitStatements:false
--comment: a trigger counts purged syncs in new rows, so that no transaction waits for another
create function count_deleted_syncs() returns trigger language plpgsql as $$
begin
  insert into sync_count
  select platform, type_key, direction, operation, dry_run, status, -count(*) from gone
  group by platform, type_key, direction, operation, dry_run, status;
  return null;
end $$;
create trigger sync_deleted after delete on sync referencing old table as gone
  for each statement execute function count_deleted_syncs();
