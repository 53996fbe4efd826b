--liquibase formatted sql

--changeset synctrail:010-snapshot
--comment: payloads, each stored once under the SHA-256 of the complete original; truncated payloads are separate rows
create table snapshot (
  checksum      bytea       not null,
  truncated     boolean     not null,
  encoding      text        not null check (encoding in ('IDENTITY', 'GZIP')),
  original_size integer     not null,
  stored_size   integer     not null,
  kept_checksum bytea,
  bytes         bytea       not null,
  created_at    timestamptz not null,
  primary key (checksum, truncated),
  check (octet_length(checksum) = 32),
  check (truncated = (kept_checksum is not null))
);
-- what is worth compressing is compressed already
alter table snapshot alter column bytes set storage external;

--changeset synctrail:010-run
--comment: deployments (PUSH) and pull runs (PULL); the status is derived from the counters
create table run (
  id            uuid        primary key,
  direction     text        not null check (direction in ('PUSH', 'PULL')),
  platform      text        not null,
  actor         text        not null,
  on_behalf_of  text,
  reason        text,
  sync_metadata text,
  dry_run       boolean     not null,
  ignore_data_loss boolean  not null,
  retry_of      uuid,
  total         integer     not null,
  success       integer     not null default 0,
  failed        integer     not null default 0,
  partial       integer     not null default 0,
  listing       boolean     not null,
  error_message text,
  created_at    timestamptz not null,
  started_at    timestamptz,
  completed_at  timestamptz,
  check (success + failed + partial <= total)
);
create index run_direction on run (direction, id);
create index run_retry_of on run (retry_of) where retry_of is not null;

--changeset synctrail:010-sync
--comment: transfers of one content type; the id contains the time, so a look-up reads one partition
create table sync (
  id                     uuid        not null,
  type_key               text        not null,
  version_id             text,
  version_hash           text,
  platform               text        not null,
  platform_revision      integer,
  credential_fingerprint text,
  adapter_version        text,
  direction              text        not null check (direction in ('PUSH', 'PULL')),
  operation              text        check (operation in ('CREATE', 'UPDATE', 'DELETE', 'NONE')),
  status                 text        not null
    check (status in ('IN_PROGRESS', 'SUCCESS', 'PARTIAL', 'FAILED', 'UNKNOWN')),
  settled_by             text,
  recorder               text        not null check (recorder in ('ENGINE', 'OUTSIDE')),
  run_id                 uuid,
  retry_of               uuid,
  actor                  text        not null,
  on_behalf_of           text,
  reason                 text,
  sync_metadata          text,
  trace_id               text,
  dry_run                boolean     not null,
  ignore_data_loss       boolean     not null,
  started_at             timestamptz not null,
  first_sent_at          timestamptz,
  completed_at           timestamptz,
  duration_ms            bigint,
  created_at             timestamptz not null,
  http_status            integer,
  failure_class          text,
  platform_code          text,
  error_message          text,
  error_fields           text,
  retry_count            integer     not null,
  items                  text,
  intended_checksum      bytea,
  intended_size          integer,
  before_checksum        bytea,
  before_size            integer,
  sent_checksum          bytea,
  sent_size              integer,
  answered_checksum      bytea,
  answered_size          integer,
  truncated_roles        text,
  primary key (id),
  check ((status in ('SUCCESS', 'PARTIAL', 'FAILED')) = (completed_at is not null)),
  check (status <> 'FAILED' or failure_class is not null)
) partition by range (id);

--changeset synctrail:010-sync-indexes
--comment: one index per filter of the history, in the order of the history
create index sync_type_key on sync (type_key, id);
create index sync_platform on sync (platform, id);
create index sync_status on sync (status, id);
create index sync_direction on sync (direction, id);
create index sync_operation on sync (operation, id);
create index sync_run on sync (run_id, id) where run_id is not null;
create index sync_version_hash on sync (version_hash, id);
create index sync_version_id on sync (version_id, id);
create index sync_actor on sync (actor, id);
create index sync_failure_class on sync (failure_class, id) where failure_class is not null;
create index sync_http_class on sync ((http_status / 100), id) where http_status is not null;
create index sync_dry_run on sync (id) where dry_run;
create index sync_duration on sync ((coalesce(duration_ms, -1)), id);
create index sync_error_text on sync using gin (to_tsvector('simple', error_message))
  where error_message is not null;
create index sync_last_successful on sync (type_key, platform, direction, id)
  where status = 'SUCCESS' and not dry_run;
create index sync_last on sync (type_key, platform, id) where not dry_run;
create index sync_retry_of on sync (retry_of) where retry_of is not null;
create index sync_open_outside on sync (id) where status = 'IN_PROGRESS' and recorder = 'OUTSIDE';

--changeset synctrail:010-attempt
--comment: attempts; numbers are never reused, the fencing token protects against replaced workers
create table attempt (
  sync_id       uuid        not null,
  number        integer     not null,
  trigger       text        not null check (trigger in ('FIRST', 'RETRY', 'SETTLE', 'MANUAL')),
  fence         bigint      not null,
  lane          text,
  started_at    timestamptz not null,
  ended_at      timestamptz,
  outcome       text,
  failure_class text,
  platform_code text,
  http_status   integer,
  error_message text,
  response_checksum  bytea,
  response_size      integer,
  response_truncated boolean not null,
  primary key (sync_id, number)
) partition by range (sync_id);

--changeset synctrail:010-exchange
--comment: HTTP exchanges, inserted before the request is sent and updated once when it ends
create table exchange (
  trail_id           uuid        not null,
  attempt            integer     not null,
  number             integer     not null,
  purpose            text        not null check (purpose in ('TOKEN', 'READ', 'WRITE', 'READ_BACK')),
  method             text        not null,
  url                text        not null,
  request_headers    text        not null,
  request_checksum   bytea,
  request_size       integer,
  request_truncated  boolean     not null,
  started_at         timestamptz not null,
  status             integer,
  response_headers   text,
  response_checksum  bytea,
  response_size      integer,
  response_truncated boolean     not null,
  ended_at           timestamptz,
  failure_class      text,
  error_message      text,
  primary key (trail_id, attempt, number),
  check (purpose <> 'TOKEN' or (request_checksum is null and response_checksum is null))
) partition by range (trail_id);

--changeset synctrail:010-sync-event
--comment: transitions of a sync, relinks and external updates, in order
create table sync_event (
  sync_id uuid        not null,
  number  integer     not null,
  kind    text        not null,
  at      timestamptz not null,
  actor   text        not null,
  cause   text,
  primary key (sync_id, number)
) partition by range (sync_id);

--changeset synctrail:010-partitions splitStatements:false
--comment: monthly partitions in UTC by the time in the id, and a default partition
create function uuid_floor(at timestamptz) returns uuid language sql immutable strict as $$
  select (substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-0000-0000-000000000000')::uuid
  from (select lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') as hex) as h
$$;

create function ensure_partitions(first_month timestamptz, months integer) returns void
language plpgsql as $$
declare
  parent text;
  lower_bound timestamptz;
  month text;
begin
  perform pg_advisory_xact_lock(hashtext('synctrail.partitions'));
  foreach parent in array array['sync', 'attempt', 'exchange', 'sync_event'] loop
    if to_regclass(parent || '_other') is null then
      execute format('create table %I partition of %I default', parent || '_other', parent);
    end if;
    for i in 0 .. months - 1 loop
      lower_bound := (date_trunc('month', first_month at time zone 'UTC') + make_interval(months => i))
        at time zone 'UTC';
      month := parent || '_' || to_char(lower_bound at time zone 'UTC', 'YYYY_MM');
      if to_regclass(month) is null then
        begin
          execute format(
            'create table %I partition of %I for values from (%L) to (%L)', month, parent,
            uuid_floor(lower_bound),
            uuid_floor((lower_bound at time zone 'UTC' + interval '1 month') at time zone 'UTC'));
        exception when check_violation then
          null; -- rows of that month are in the other partition already, and stay there
        end;
      end if;
    end loop;
  end loop;
end $$;

select ensure_partitions(now() - interval '1 month', 8);

--changeset synctrail:010-backlog
--comment: open work; its size does not depend on the length of the history
create sequence fence;
create table backlog (
  trail_id        uuid        primary key,
  kind            text        not null check (kind in ('SYNC', 'LISTING')),
  platform        text        not null,
  type_key        text        not null,
  due_at          timestamptz not null,
  lane            text,
  fence           bigint,
  times           integer     not null default 0,
  expected_etag   text,
  expected_absent boolean     not null default false,
  check ((lane is null) = (fence is null))
);
create index backlog_due on backlog (platform, due_at, trail_id);
create index backlog_order on backlog (platform, type_key, trail_id);
create index backlog_lane on backlog (lane) where lane is not null;
-- never are two syncs of one type and platform worked on at once
create unique index backlog_one_at_a_time on backlog (platform, type_key)
  where lane is not null and kind = 'SYNC';
