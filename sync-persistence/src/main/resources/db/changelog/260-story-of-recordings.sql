--liquibase formatted sql

--changeset synctrail:260-story-of-recordings
--comment: the beginning of a sync of an external system reads like its recording says
create or replace view sync_story as
select sync_id, number, kind, at, actor, cause from sync_event
union all
select s.id, 0, 'BEGUN', s.created_at, s.actor,
       case s.recorder when 'OUTSIDE' then 'recorded by an external system' else s.reason end
from sync s
where not exists (select 1 from sync_event e where e.sync_id = s.id and e.kind = 'BEGUN');
