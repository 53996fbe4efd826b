--liquibase formatted sql

--changeset synctrail:241-words-of-paths
--comment: PostgreSQL takes a path or a dotted name as one word; its parts must be found too
drop index sync_error_text;
create index sync_error_text on sync using gin (to_tsvector('simple', translate(error_message, '/._', '   ')))
  where error_message is not null;
