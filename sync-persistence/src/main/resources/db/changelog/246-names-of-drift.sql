--liquibase formatted sql

--changeset synctrail:246-names-of-drift
--comment: tables have the names that the code and the documentation use
alter table placement rename to deployed_state;
alter table drift_episode rename to drift_incident;
alter table survey rename to platform_check;
alter table platform_check rename column looked to checked;
alter table survey_look rename to platform_check_read;
alter table platform_check_read rename column look to read_back;
alter table platform_check_read rename column survey to platform_check;
alter table survey_skip rename to platform_check_skip;
alter table platform_check_skip rename column survey_id to platform_check;
alter index placement_check rename to deployed_state_check;
alter index placement_state rename to deployed_state_state;
alter index drift_episode_lasting rename to drift_incident_ongoing;
alter index drift_episode_type rename to drift_incident_type;
alter index survey_open rename to platform_check_open;
alter index survey_platform rename to platform_check_platform;

--changeset synctrail:246-backlog-kind
--comment: the listing of a platform check has the name of the check
alter table backlog drop constraint backlog_kind_check;
update backlog set kind = 'PLATFORM_CHECK' where kind = 'SURVEY';
alter table backlog add constraint backlog_kind_check
  check (kind in ('SYNC', 'LISTING', 'CHECK', 'PLATFORM_CHECK'));
