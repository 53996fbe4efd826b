--liquibase formatted sql

--changeset synctrail:215-refusal
--comment: requests of strangers that were refused: the first per address and minute, with how many followed; not in access_log, since strangers decide how many there are, and so they are counted and pruned; numbered with access_log, so that both are one list
create table refusal (
  number  bigint      primary key default nextval('access_log_number_seq'),
  address text        not null,
  minute  timestamptz not null,
  at      timestamptz not null,
  last_at timestamptz not null,
  times   bigint      not null,
  method  text        not null,
  target  text        not null,
  unique (address, minute)
);
create index refusal_minute on refusal (minute);

--changeset synctrail:215-sign-in-failure
--comment: wrong passwords in a row per name and address, for a day; only a hash of both is kept, since people type their password where the name belongs
drop table sign_in_failure;
create table sign_in_failure (
  attempted text        primary key,
  times     integer     not null,
  last_at   timestamptz not null
);
create index sign_in_failure_last_at on sign_in_failure (last_at);
