--liquibase formatted sql

--changeset synctrail:090-traces
--comment: W3C trace context of the request and of each attempt
alter table sync add column traceparent text;
alter table attempt add column traceparent text;
