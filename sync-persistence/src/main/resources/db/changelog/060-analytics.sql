--liquibase formatted sql

--changeset synctrail:060-sync-delta
--comment: status transitions not yet added to the roll-ups; no index, because all rows are always read
create table sync_delta (
  sync_id       uuid    not null,
  platform      text    not null,
  type_key      text    not null,
  direction     text    not null,
  dry_run       boolean not null,
  old_status    text,
  old_operation text,
  status        text    not null,
  operation     text,
  duration_ms   bigint,
  retry_count   integer not null,
  payload       bytea,
  payload_truncated boolean,
  failure_class text,
  platform_code text,
  error_message text,
  error_fields  text
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

--changeset synctrail:060-sync-delta-trigger splitStatements:false
--comment: a trigger counts every write of a sync, including bulk loads; removed syncs stay counted
create function append_sync_delta() returns trigger language plpgsql as $$
begin
  if new.completed_at is null then
    insert into sync_delta (sync_id, platform, type_key, direction, dry_run, old_status,
        old_operation, status, operation, retry_count)
      values (new.id, new.platform, new.type_key, new.direction, new.dry_run, old.status,
        old.operation, new.status, new.operation, new.retry_count);
  else
    insert into sync_delta (sync_id, platform, type_key, direction, dry_run, old_status,
        old_operation, status, operation, retry_count, duration_ms, payload, payload_truncated,
        failure_class, platform_code, error_message, error_fields)
      values (new.id, new.platform, new.type_key, new.direction, new.dry_run, old.status,
        old.operation, new.status, new.operation, new.retry_count, new.duration_ms,
        coalesce(new.sent_checksum, new.intended_checksum, new.answered_checksum),
        position(case when new.sent_checksum is not null then 'SENT'
            when new.intended_checksum is not null then 'INTENDED' else 'ANSWERED' end
          in coalesce(new.truncated_roles, '')) > 0,
        case when new.status = 'FAILED' then new.failure_class end,
        case when new.status = 'FAILED' then new.platform_code end,
        case when new.status = 'FAILED' then new.error_message end,
        case when new.status = 'FAILED' then new.error_fields end);
  end if;
  return null;
end $$;

-- whoever moves rows that are counted already says so: set local synctrail.moving = 'on'
create trigger sync_begun after insert on sync for each row
  when (current_setting('synctrail.moving', true) is distinct from 'on')
  execute function append_sync_delta();
create trigger sync_changed after update of status, operation on sync for each row
  when (old.status <> new.status or old.operation is distinct from new.operation)
  execute function append_sync_delta();

--changeset synctrail:060-analytics-state
--comment: purge horizon (null for none) and last rebuild; always one row
create table analytics_state (
  only_row            boolean     primary key default true check (only_row),
  horizon             timestamptz,
  rebuild_asked_at    timestamptz,
  rebuild_asked_by    text,
  rebuild_started_at  timestamptz,
  rebuild_finished_at timestamptz,
  rebuild_from        date,
  rebuild_next        date,
  rebuild_rows        bigint      not null default 0,
  rebuild_differences bigint      not null default 0,
  rebuild_findings    text
);
insert into analytics_state (rebuild_asked_at, rebuild_asked_by)
  select case when found then now() end, case when found then 'migration' end
  from (select exists (select from sync) as found) as any_row;

--changeset synctrail:060-analytics-rollups
--comment: one row per series and UTC day with packed quarter hours; the empty type is all types, the empty operation is unknown
create table analytics_series (
  id        integer generated always as identity primary key,
  platform  text    not null,
  type_key  text    not null,
  direction text    not null,
  operation text    not null,
  dry_run   boolean not null,
  unique (platform, type_key, direction, operation, dry_run)
);
create table analytics_day (
  series         integer not null references analytics_series,
  day            date    not null,
  in_progress    bigint  not null,
  unknown        bigint  not null,
  success        bigint  not null,
  partial        bigint  not null,
  failed         bigint  not null,
  tries          bigint  not null,
  payloads       bigint  not null,
  original_bytes bigint  not null,
  stored_bytes   bigint  not null,
  timed          bigint  not null,
  duration_sum   bigint  not null,
  duration_min   bigint  not null,
  duration_max   bigint  not null,
  durations      bytea   not null,
  quarters       bytea   not null,
  primary key (series, day)
) with (fillfactor = 80);
create index analytics_day_day on analytics_day (day);

--changeset synctrail:060-analytics-latest
--comment: latest success and latest failure of each platform, kept after purges
create table analytics_latest (
  platform text not null,
  status   text not null,
  sync_id  uuid not null,
  primary key (platform, status)
);

--changeset synctrail:060-analytics-patterns
--comment: failure patterns, identified by a fingerprint, and their number per UTC day
create table analytics_pattern (
  id            integer generated always as identity primary key,
  fingerprint   text    not null unique,
  platform      text    not null,
  direction     text    not null,
  operation     text,
  failure_class text    not null,
  platform_code text,
  field         text,
  detail        text    not null,
  first_sync    uuid    not null,
  last_sync     uuid    not null,
  types         text[]  not null,
  examples      uuid[]  not null,
  began_after   text
);
create index analytics_pattern_platform on analytics_pattern (platform);
create table analytics_pattern_day (
  pattern integer not null references analytics_pattern,
  day     date    not null,
  count   bigint  not null,
  primary key (pattern, day)
);
create index analytics_pattern_day_day on analytics_pattern_day (day);
