--liquibase formatted sql

--changeset synctrail:073-horizon
--comment: the analytics are told by their own port
drop function rows_are_whole_from(timestamptz);
