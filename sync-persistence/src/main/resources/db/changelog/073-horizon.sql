--liquibase formatted sql

--changeset synctrail:073-horizon
--comment: the purge horizon is set through a port instead of a trigger
drop function rows_are_whole_from(timestamptz);
