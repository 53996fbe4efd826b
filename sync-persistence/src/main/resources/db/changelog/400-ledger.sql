--liquibase formatted sql

--changeset synctrail:400-payload-commitments
--comment: the ledger commits to the bytes of a payload with a random salt, so that deleting both leaves nothing that could be guessed. Payloads from before the ledger get theirs when an entry first refers to them
alter table snapshot add column salt bytea;
alter table snapshot add column commitment bytea;
-- not valid: the existing rows have neither, and need not be read
alter table snapshot add constraint snapshot_salt check (octet_length(salt) = 32) not valid;
alter table snapshot add constraint snapshot_commitment
  check (octet_length(commitment) = 32) not valid;
comment on column snapshot.salt is 'Random salt of the commitment; deleted with the bytes';
comment on column snapshot.commitment is 'SHA-256 of salt and stored payload before compression, which entries of the ledger contain in place of the checksum';

--changeset synctrail:400-ledger
--comment: entries wait in a queue in the order in which their rows were written, until the sequencer gives them a place in the log. The salts of values are derived from the salt of their entry, and subjects find the entries of a sync or run; both are not part of the log
create table ledger_pending (
  number   bigint generated always as identity primary key,
  entry    bytea  not null check (octet_length(entry) <= 65535),
  salt     bytea  not null,
  code     bytea  not null,
  subjects uuid[] not null
);
comment on table ledger_pending is 'Entries of the ledger that are not in the log yet';
comment on column ledger_pending.number is 'Order in which entries were written';
comment on column ledger_pending.entry is 'Bytes of the leaf: canonical JSON';
comment on column ledger_pending.salt is 'Random salt from which those of the values are derived';
comment on column ledger_pending.code is 'HMAC of salt and entry with a key that the database does not have';
comment on column ledger_pending.subjects is 'Syncs and runs that the entry is about';

create table ledger_entry (
  leaf     bigint primary key,
  entry    bytea  not null,
  salt     bytea,
  subjects uuid[] not null
);
create index ledger_entry_subjects on ledger_entry using gin (subjects);
comment on table ledger_entry is 'Entries of the ledger by their place in the log';
comment on column ledger_entry.leaf is 'Index of the leaf, from 0';
comment on column ledger_entry.entry is 'Bytes of the leaf: canonical JSON';
comment on column ledger_entry.salt is 'Random salt from which those of the values are derived; null once a value was erased';
comment on column ledger_entry.subjects is 'Syncs and runs that the entry is about';

create table ledger_tile (
  level  smallint not null,
  number bigint   not null,
  hashes bytea    not null,
  primary key (level, number)
);
-- hashes cannot be compressed
alter table ledger_tile alter column hashes set storage external;
comment on table ledger_tile is 'Hashes of the Merkle tree, up to 256 of one level in a row (C2SP tlog-tiles)';
comment on column ledger_tile.level is 'Level of the tile; each spans eight levels of the tree';
comment on column ledger_tile.number is 'Number of the tile at its level, from 0';
comment on column ledger_tile.hashes is 'Hashes of 32 bytes, one after the other; the last tile of a level grows';

create table ledger_checkpoint (
  size bigint      primary key,
  note text        not null,
  at   timestamptz not null
);
comment on table ledger_checkpoint is 'Checkpoints of the ledger (C2SP tlog-checkpoint), one for each batch of entries';
comment on column ledger_checkpoint.size is 'Number of leaves';
comment on column ledger_checkpoint.note is 'Signed note with origin, size and root of the tree';
comment on column ledger_checkpoint.at is 'Time of the signature';

create table ledger_tree (
  only_row boolean primary key default true check (only_row),
  size     bigint  not null,
  fence    bigint  not null
);
insert into ledger_tree (size, fence) values (0, 0);
comment on table ledger_tree is 'State of the log; the sequencer locks its only row';
comment on column ledger_tree.only_row is 'Always true';
comment on column ledger_tree.size is 'Number of leaves';
comment on column ledger_tree.fence is 'Number of batches, so that a second sequencer is noticed';

create table ledger_forgery (
  number   bigint      primary key,
  entry    bytea       not null,
  found_at timestamptz not null
);
comment on table ledger_forgery is 'Rows of ledger_pending that the application did not write; never in the log';
comment on column ledger_forgery.number is 'Number that the row had';
comment on column ledger_forgery.entry is 'Bytes of the alleged entry';
comment on column ledger_forgery.found_at is 'Time at which the sequencer rejected it';

create unlogged table ledger_overflow (
  xid     xid8   not null,
  number  bigint generated always as identity,
  changes text   not null,
  primary key (xid, number)
);
comment on table ledger_overflow is 'Notes of large transactions; always empty after their commit';
comment on column ledger_overflow.xid is 'Transaction';
comment on column ledger_overflow.number is 'Order';
comment on column ledger_overflow.changes is 'Notes as in the setting synctrail.changes';

--changeset synctrail:400-ledger-note splitStatements:false
--comment: a trigger notes each row that a transaction writes (unless synctrail.ledger is off, for loading rows by SQL), in the setting synctrail.changes of the transaction, so that no statement can be forgotten. The application makes an entry of the notes before it commits. The database cannot make entries itself, because whoever controls it could then forge them
create function ledger_note() returns trigger language plpgsql as $$
declare
  covered constant text := tg_argv[0];
  keys constant text[] := string_to_array(tg_argv[1], ',');
  left_out constant text[] := string_to_array(tg_argv[2], ',');
  image jsonb;
  noted text;
begin
  if tg_op = 'DELETE' then
    image := to_jsonb(old);
    image := (select jsonb_object_agg(key, image -> key) from unnest(keys) as key);
  else
    image := jsonb_strip_nulls(to_jsonb(new)) - left_out;
    if tg_op = 'UPDATE' and image = jsonb_strip_nulls(to_jsonb(old)) - left_out then
      return null;
    end if;
  end if;
  noted := coalesce(current_setting('synctrail.changes', true), '');
  if length(noted) > 8000 then
    insert into ledger_overflow (xid, changes) values (pg_current_xact_id(), noted);
    perform set_config('synctrail.overflow', 'on', true);
    noted := '';
  end if;
  perform set_config('synctrail.changes', noted || covered
    || case tg_op when 'DELETE' then ' - ' else ' + ' end || image || E'\n', true);
  return null;
end $$;

create function ledger_require() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('synctrail.changes', true), '') <> '' then
    raise exception 'Rows of % were written without an entry of the ledger', tg_argv[0];
  end if;
  return null;
end $$;

create function ledger_cover(covered text, keys text, left_out text) returns void
language plpgsql as $$
begin
  execute format(
    'create trigger ledger_note after insert or update or delete on %I for each row'
    ' when (current_setting(''synctrail.moving'', true) is distinct from ''on'''
    ' and current_setting(''synctrail.ledger'', true) is distinct from ''off'')'
    ' execute function ledger_note(%L, %L, %L)', covered, covered, keys, left_out);
  -- queued only by the first statement of a transaction, and only on connections of the server
  execute format(
    'create constraint trigger ledger_require after insert or update or delete on %I'
    ' deferrable initially deferred for each row'
    ' when (current_setting(''synctrail.ledger'', true) = ''required'''
    ' and coalesce(current_setting(''synctrail.changes'', true), '''') = '''')'
    ' execute function ledger_require(%L)', covered, covered);
end $$;

-- Takes the notes of this transaction, of a large one those of about two megabytes, and the
-- commitments of the payloads whose checksums they contain. More than that must be taken again.
create function ledger_take(out changes text, out payloads text, out more boolean)
language plpgsql as $$
declare
  overflow text;
begin
  more := false;
  changes := coalesce(current_setting('synctrail.changes', true), '');
  if changes = '' then
    return;
  end if;
  if current_setting('synctrail.overflow', true) = 'on' then
    with taken as (
      delete from ledger_overflow o
      where o.xid = pg_current_xact_id() and o.number in (
        select f.number from ledger_overflow f where f.xid = pg_current_xact_id()
        order by f.number limit 250)
      returning o.number, o.changes)
    select string_agg(t.changes, '' order by t.number), count(*) = 250 into overflow, more
    from taken t;
  end if;
  if more then
    changes := overflow;
  else
    changes := coalesce(overflow, '') || changes;
    perform set_config('synctrail.changes', '', true);
    perform set_config('synctrail.overflow', '', true);
  end if;
  select string_agg(encode(s.checksum, 'hex') || ' ' || s.truncated || ' '
    || coalesce(encode(s.commitment, 'hex'), ''), ',' order by s.truncated, s.checksum)
  into payloads from snapshot s where s.checksum in (
    select decode(hex[1], 'hex')
    from regexp_matches(changes, '[x"]([0-9a-f]{64})"', 'g') as hex);
end $$;

--changeset synctrail:400-moving-rows splitStatements:false
--comment: moving rows to the partition of their month is no change of them
create or replace function make_month(parent text, at timestamptz) returns bigint language plpgsql as $$
declare
  first timestamp := date_trunc('month', at at time zone 'UTC');
  month text := parent || '_' || to_char(first, 'YYYY_MM');
  key text := case parent when 'sync' then 'id' when 'exchange' then 'trail_id' else 'sync_id' end;
  lower_id uuid := uuid_floor(first at time zone 'UTC');
  upper_id uuid := uuid_floor((first + interval '1 month') at time zone 'UTC');
  moving text := coalesce(current_setting('synctrail.moving', true), '');
  moved bigint;
begin
  perform pg_advisory_xact_lock(hashtext('synctrail.partitions'));
  if to_regclass(month) is not null then
    return null;
  end if;
  -- shorter than deadlock_timeout, so that it is never the trail that gives way
  perform set_config('lock_timeout', '400ms', true);
  execute format('create table %I (like %I including constraints including storage)', month, parent);
  -- writers wait here, before they have chosen a partition
  execute format('lock table %I in share row exclusive mode', parent);
  perform set_config('synctrail.moving', 'on', true);
  execute format(
    'with moved as (delete from %I where %I >= %L and %I < %L returning *)'
    ' insert into %I select * from moved',
    parent || '_other', key, lower_id, key, upper_id, month);
  get diagnostics moved = row_count;
  perform set_config('synctrail.moving', moving, true);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)',
    parent, month, lower_id, upper_id);
  return moved;
end $$;

--changeset synctrail:400-ledger-tables splitStatements:false
--comment: the tables whose rows are facts of the trail. What the ledger contains of each column is defined in the class LedgerTables, which a test compares with these
do $$
begin
  perform ledger_cover('sync', 'id', '');
  perform ledger_cover('attempt', 'sync_id,number', '');
  perform ledger_cover('exchange', 'trail_id,attempt,number', '');
  perform ledger_cover('sync_event', 'sync_id,number', '');
  perform ledger_cover('verdict', 'sync_id', '');
  perform ledger_cover('conflict', 'sync_id', '');
  perform ledger_cover('conflict_sync', 'sync_id', '');
  perform ledger_cover('deployed_state', 'platform,type_key', 'checked_at,check_id,doubts');
  perform ledger_cover('drift_incident', 'id', 'last_seen');
  perform ledger_cover('platform_check', 'id', 'total,checked');
  perform ledger_cover('platform_check_skip', 'platform_check,number', '');
  perform ledger_cover('pin', 'id', '');
  perform ledger_cover('run', 'id', 'total,success,failed,partial');
  perform ledger_cover('run_pin', 'run_id,pin_id', '');
  perform ledger_cover('run_skip', 'run_id,number', '');
  perform ledger_cover('bulk_retry', 'id', 'total,started,skipped');
  perform ledger_cover('version', 'id', '');
  perform ledger_cover('platform', 'id', '');
  perform ledger_cover('platform_revision', 'id,revision', '');
  perform ledger_cover('protection', 'platform,revision', '');
  perform ledger_cover('pause', 'id', '');
  perform ledger_cover('change_freeze', 'id', '');
  perform ledger_cover('purge', 'id', '');
  perform ledger_cover('retention_rules', 'revision', '');
  perform ledger_cover('retention_hold', 'id', '');
  perform ledger_cover('access_log', 'number', '');
end $$;

--changeset synctrail:400-erased-payloads
--comment: the ledger says which payload was deleted by its commitment, never by its checksum
create trigger ledger_note after delete on snapshot for each row
  when (old.commitment is not null
    and current_setting('synctrail.ledger', true) is distinct from 'off')
  execute function ledger_note('snapshot', 'commitment', '');
create constraint trigger ledger_require after delete on snapshot
  deferrable initially deferred for each row
  when (current_setting('synctrail.ledger', true) = 'required'
    and coalesce(current_setting('synctrail.changes', true), '') = '')
  execute function ledger_require('snapshot');
