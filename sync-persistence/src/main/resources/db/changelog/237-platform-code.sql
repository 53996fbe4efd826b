--liquibase formatted sql

--changeset synctrail:237-index-of-platform-code
--comment: the history can be filtered by the error code of the platform
create index sync_platform_code on sync (platform_code, id) where platform_code is not null;
