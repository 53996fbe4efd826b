--liquibase formatted sql

--changeset synctrail:040-token-bucket
--comment: token buckets of the rate limits, shared by all servers; the state belongs to the library
create table token_bucket (
  platform   text   primary key,
  state      bytea,
  expires_at bigint
);
