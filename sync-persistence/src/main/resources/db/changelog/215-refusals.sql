--liquibase formatted sql

--changeset synctrail:215-refusal
--comment: denied requests of unauthenticated callers, counted per address and minute and pruned; separate from access_log, whose size they must not determine, with shared numbers, so that both are one list
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
--comment: consecutive wrong passwords per name and address, kept for a day as a hash, because users type passwords into the name field
drop table sign_in_failure;
create table sign_in_failure (
  attempted text        primary key,
  times     integer     not null,
  last_at   timestamptz not null
);
create index sign_in_failure_last_at on sign_in_failure (last_at);
