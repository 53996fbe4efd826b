--liquibase formatted sql

--changeset synctrail:402-ledger-backfill
--comment: rows from before the ledger began get entries too, which say so. The state of this work is a fact itself, so that it cannot be done again unnoticed
create table ledger_backfill (
  covered  text        primary key,
  last     jsonb,
  done     jsonb,
  rows     bigint      not null default 0,
  began_at timestamptz,
  ended_at timestamptz
);
comment on table ledger_backfill is 'How far rows from before the ledger have entries';
comment on column ledger_backfill.covered is 'Table with rows that the ledger covers';
comment on column ledger_backfill.last is 'Key of the last row from before the ledger; null if there was none';
comment on column ledger_backfill.done is 'Key up to which rows have entries; null for none';
comment on column ledger_backfill.rows is 'Number of rows that were given entries';
comment on column ledger_backfill.began_at is 'Time at which the first row of any table was given an entry';
comment on column ledger_backfill.ended_at is 'Time at which all rows had entries';

--changeset synctrail:402-ledger-backfill-prepare splitStatements:false
--comment: what is there now is from before the ledger
create function ledger_backfill_prepare() returns void language plpgsql as $$
declare
  t record;
  keys text[];
  found jsonb;
begin
  for t in
    select tgrelid::regclass::text as covered, encode(tgargs, 'escape') as arguments from pg_trigger
    where tgname = 'ledger_note' and tgparentid = 0
      and tgrelid not in ('snapshot'::regclass, 'ledger_backfill'::regclass)
  loop
    keys := string_to_array((string_to_array(t.arguments, '\000'))[2], ',');
    execute format(
      'select (select jsonb_object_agg(key, to_jsonb(t) -> key) from unnest(%L::text[]) as key)'
      ' from %I t order by %s limit 1',
      keys, t.covered, (select string_agg(quote_ident(key) || ' desc', ', ') from unnest(keys) as key))
    into found;
    insert into ledger_backfill (covered, last) values (t.covered, found);
  end loop;
end $$;

select ledger_backfill_prepare();

select ledger_cover('ledger_backfill', 'covered', '');
