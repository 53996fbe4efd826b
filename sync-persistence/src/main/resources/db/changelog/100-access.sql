--liquibase formatted sql

--changeset synctrail:100-user-life
--comment: who took a person in, whether the password is the person's own, when it was last used, and since when the person is kept out
alter table console_user
  add created_by          text        not null default 'bootstrap',
  add must_change         boolean     not null default false,
  add password_changed_at timestamptz not null default now(),
  add last_used_at        timestamptz,
  add disabled_at         timestamptz;
update console_user set password_changed_at = created_at;

--changeset synctrail:100-token-expiry
--comment: from when on a token lets nobody in; null for never
alter table access_token add expires_at timestamptz;

--changeset synctrail:100-sign-in-failure
--comment: wrong passwords in a row per name, whether anybody has that name or not, for a day
create table sign_in_failure (
  name    text        primary key check (length(name) <= 100),
  times   integer     not null,
  last_at timestamptz not null
);
create index sign_in_failure_last_at on sign_in_failure (last_at);
