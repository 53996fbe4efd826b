--liquibase formatted sql

--changeset synctrail:311-invitation
--comment: an invited user has no password until the user opens a link that expires and chooses one
alter table console_user
  alter column password_hash drop not null,
  add invitation_hash text unique check (length(invitation_hash) = 64),
  add invited_until timestamptz;
comment on column console_user.password_hash is 'Password hash with its parameters; null until an invited user chooses a password';
comment on column console_user.invitation_hash is 'SHA-256 of the secret in the link of the invitation';
comment on column console_user.invited_until is 'Expiry time of the invitation';

--changeset synctrail:311-names-of-refused-sign-ins
--comment: failed sign-ins are counted per user; the name is empty unless it is that of a user, because users type passwords into the name field
alter table refusal
  add actor text not null default '',
  drop constraint refusal_address_minute_key,
  add constraint refusal_address_minute_actor_key unique (address, minute, actor);
create index refusal_actor on refusal (actor, number) where actor <> '';
comment on table refusal is 'Denied requests of unauthenticated callers, counted per address, name and minute';
comment on column refusal.actor is 'User whose name was entered; empty if it is that of no user';

--changeset synctrail:311-personal-tokens
--comment: tokens that users create for themselves; the rights of the owner limit them
alter table access_token add owner text;
comment on column access_token.owner is 'User who created the token for personal use and whose rights limit it';

--changeset synctrail:311-preferences
--comment: language and time zone of a user, also of one who signs in with an OpenID provider
create table preferences (
  name     text primary key,
  language text,
  zone     text
);
comment on table preferences is 'Preferences of the users of the console';
comment on column preferences.name is 'User';
comment on column preferences.language is 'Language of the console; null for that of the browser';
comment on column preferences.zone is 'Time zone of the console; null for that of the browser';
