--liquibase formatted sql

--changeset synctrail:235-comments-of-checks
--comment: comments for the columns of 221 and 222
comment on table survey_skip is 'Item of a platform list that a platform check could not read; belongs to the check';
comment on column survey_skip.survey_id is 'Platform check';
comment on column survey_skip.number is 'Position among the skipped items of the check, from 1';
comment on column survey_skip.name is 'Name or position of the item in the list of the platform';
comment on column survey_skip.reason is 'Why the item could not be read';
comment on column conflict.wanted_then_checksum is 'SHA-256 of the content that our last successful push before the conflict intended; null if there was none or it was a removal';
comment on column conflict.wanted_then_size is 'Size of that content in bytes';
