--liquibase formatted sql

--changeset synctrail:330-parts-of-errors
--comment: error messages are found by any part; the words of errorText are found by the same index
create extension if not exists pg_trgm;
drop index sync_error_text;
create index sync_error_part on sync using gin (error_message gin_trgm_ops) where error_message is not null;
