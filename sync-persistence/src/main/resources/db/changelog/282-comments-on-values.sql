--liquibase formatted sql

--changeset synctrail:282-comments-on-values
--comment: what the columns of the values of syncs hold
comment on column sync_value.kind is 'Which part of a sync it is: TYPE_KEY, PLATFORM or ACTOR';
comment on column sync_value.value is 'The value as it is in the syncs';
