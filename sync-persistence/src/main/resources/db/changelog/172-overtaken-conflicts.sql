--liquibase formatted sql

--changeset synctrail:172-overtaken-conflicts
--comment: a conflict is closed when a later push succeeds before it is resolved
alter table conflict add column overtaken_by uuid;
update conflict c set overtaken_by = (
    select s.id from sync s
    where s.platform = c.platform and s.type_key = c.type_key and s.direction = 'PUSH' and s.id > c.sync_id
      and s.status in ('SUCCESS', 'PARTIAL') and not s.dry_run and s.operation <> 'NONE'
    order by s.id desc limit 1)
  where resolution is null;
drop index conflict_open;
create index conflict_open on conflict (platform, type_key, sync_id)
  where resolution is null and overtaken_by is null;
