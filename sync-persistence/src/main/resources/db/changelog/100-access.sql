--liquibase formatted sql

--changeset synctrail:100-user-life
--comment: creator of a user, forced password change, last use and lock
alter table console_user
  add created_by          text        not null default 'bootstrap',
  add must_change         boolean     not null default false,
  add password_changed_at timestamptz not null default now(),
  add last_used_at        timestamptz,
  add disabled_at         timestamptz;
update console_user set password_changed_at = created_at;

--changeset synctrail:100-token-expiry
--comment: expiry time of a token; null for never
alter table access_token add expires_at timestamptz;

--changeset synctrail:100-sign-in-failure
--comment: consecutive wrong passwords per name, for existing and unknown names, kept for a day
create table sign_in_failure (
  name    text        primary key check (length(name) <= 100),
  times   integer     not null,
  last_at timestamptz not null
);
create index sign_in_failure_last_at on sign_in_failure (last_at);
