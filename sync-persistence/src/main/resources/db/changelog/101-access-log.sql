--liquibase formatted sql

--changeset synctrail:101-access-log
--comment: access log of payload reads, exports, administration and denied requests; ordered by number, so that a page is read by key
create table access_log (
  number  bigint      generated always as identity primary key,
  at      timestamptz not null,
  kind    text        not null,
  actor   text,
  proof   text,
  needed  text,
  method  text        not null,
  target  text        not null,
  address text        not null,
  details text
);
create index access_log_actor on access_log (actor, number);
create index access_log_kind on access_log (kind, number);
create index access_log_at on access_log using brin (at);

--changeset synctrail:101-access-log-append-only splitStatements:false
--comment: triggers reject every update and delete of the access log
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger access_log_append_only before update or delete or truncate on access_log
  for each statement execute function refuse_change();

--changeset synctrail:101-right-use
--comment: last use of each right by each actor, accurate to about a minute
create table right_use (
  actor   text        not null,
  proof   text        not null,
  needed  text        not null,
  last_at timestamptz not null,
  primary key (actor, proof, needed)
) with (fillfactor = 70);
