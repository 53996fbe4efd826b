--liquibase formatted sql

--changeset synctrail:040-token-bucket
--comment: how much of its rate a platform has left, shared by all servers; the state is the library's own
create table token_bucket (
  platform   text   primary key,
  state      bytea,
  expires_at bigint
);
