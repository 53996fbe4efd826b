--liquibase formatted sql

--changeset synctrail:090-traces
--comment: where the request that asked for a sync, and each try of it, stand in a W3C trace
alter table sync add column traceparent text;
alter table attempt add column traceparent text;
