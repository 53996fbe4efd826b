--liquibase formatted sql

--changeset synctrail:030-access-token
--comment: access tokens, found by the SHA-256 of their secret; names are actors and never reused
create table access_token (
  id           uuid        primary key,
  name         text        not null unique check (length(name) between 1 and 100),
  role         text        not null,
  secret_hash  text        not null unique check (length(secret_hash) = 64),
  created_at   timestamptz not null,
  created_by   text        not null,
  last_used_at timestamptz,
  revoked_at   timestamptz
);

--changeset synctrail:030-console-user
--comment: local users
create table console_user (
  name          text        primary key check (length(name) between 1 and 100),
  role          text        not null,
  password_hash text        not null,
  created_at    timestamptz not null
);

--changeset synctrail:030-idempotency-key
--comment: responses to requests with an Idempotency-Key, kept for 24 hours
create table idempotency_key (
  caller     text        not null,
  key        text        not null,
  request    text        not null,
  claim      uuid        not null,
  claimed_at timestamptz not null,
  status     integer,
  headers    text,
  body       bytea,
  primary key (caller, key)
);
create index idempotency_key_claimed_at on idempotency_key (claimed_at);
