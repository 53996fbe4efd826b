--liquibase formatted sql

--changeset synctrail:280-content-hashes
--comment: the search of the console finds versions by the beginning of their content hash
create index version_content_hash on version (content_hash);
