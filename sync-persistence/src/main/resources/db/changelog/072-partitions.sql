--liquibase formatted sql

--changeset synctrail:072-uuid-time
--comment: the time in an id, the inverse of uuid_floor
create function uuid_time(id uuid) returns timestamptz language sql immutable strict as $$
  select timestamptz 'epoch'
    + ('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint * interval '1 millisecond'
$$;

--changeset synctrail:072-make-month splitStatements:false
--comment: create a month and move its rows out of the default partition; null if it existed, an error instead of a long wait
create function make_month(parent text, at timestamptz) returns bigint language plpgsql as $$
declare
  first timestamp := date_trunc('month', at at time zone 'UTC');
  month text := parent || '_' || to_char(first, 'YYYY_MM');
  key text := case parent when 'sync' then 'id' when 'exchange' then 'trail_id' else 'sync_id' end;
  lower_id uuid := uuid_floor(first at time zone 'UTC');
  upper_id uuid := uuid_floor((first + interval '1 month') at time zone 'UTC');
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
  execute format(
    'with moved as (delete from %I where %I >= %L and %I < %L returning *)'
    ' insert into %I select * from moved',
    parent || '_other', key, lower_id, key, upper_id, month);
  get diagnostics moved = row_count;
  execute format('alter table %I attach partition %I for values from (%L) to (%L)',
    parent, month, lower_id, upper_id);
  return moved;
end $$;

create or replace function ensure_partitions(first_month timestamptz, months integer) returns void
language plpgsql as $$
declare
  parent text;
begin
  perform pg_advisory_xact_lock(hashtext('synctrail.partitions'));
  foreach parent in array array['sync', 'attempt', 'exchange', 'sync_event'] loop
    if to_regclass(parent || '_other') is null then
      execute format('create table %I partition of %I default', parent || '_other', parent);
    end if;
    for i in 0 .. months - 1 loop
      perform make_month(parent,
        (date_trunc('month', first_month at time zone 'UTC') + make_interval(months => i))
          at time zone 'UTC');
    end loop;
  end loop;
end $$;

--changeset synctrail:072-drop-month splitStatements:false
--comment: drop a month from all tables if all its partitions are empty
create function drop_month(at timestamptz) returns boolean language plpgsql as $$
declare
  suffix text := to_char(date_trunc('month', at at time zone 'UTC'), '_YYYY_MM');
  parent text;
  filled boolean;
begin
  foreach parent in array array['sync', 'attempt', 'exchange', 'sync_event'] loop
    if to_regclass(parent || suffix) is not null then
      execute format('select exists (select from %I)', parent || suffix) into filled;
      if filled then
        return false;
      end if;
    end if;
  end loop;
  -- once more, with nobody writing
  perform pg_advisory_xact_lock(hashtext('synctrail.partitions'));
  perform set_config('lock_timeout', '400ms', true);
  foreach parent in array array['sync', 'attempt', 'exchange', 'sync_event'] loop
    if to_regclass(parent || suffix) is not null then
      execute format('lock table %I in share row exclusive mode', parent);
      execute format('select exists (select from %I)', parent || suffix) into filled;
      if filled then
        return false;
      end if;
    end if;
  end loop;
  foreach parent in array array['sync', 'attempt', 'exchange', 'sync_event'] loop
    if to_regclass(parent || suffix) is not null then
      execute format('alter table %I detach partition %I', parent, parent || suffix);
      execute format('drop table %I', parent || suffix);
    end if;
  end loop;
  return true;
end $$;

--changeset synctrail:072-month-table
--comment: months, whether they contain rows, and whether their indexes were rebuilt
create view month_table as
select c.oid::regclass::text as name, p.relname::text as parent,
       cast(to_date(right(c.relname, 7), 'YYYY_MM') as timestamp) at time zone 'UTC' as at,
       pg_relation_size(c.oid) > 0 as filled, obj_description(c.oid, 'pg_class') as packed
from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
where p.oid in ('sync'::regclass, 'attempt'::regclass, 'exchange'::regclass, 'sync_event'::regclass)
  and c.relname ~ '_\d{4}_\d{2}$';
