--liquibase formatted sql

--changeset synctrail:082-payload-times
--comment: times of the payloads in the sync, so that a list does not read the exchanges
alter table sync
  add column before_at   timestamptz,
  add column sent_at     timestamptz,
  add column answered_at timestamptz;
update sync s set before_at = x.before_at, sent_at = x.sent_at, answered_at = x.answered_at
from (
  select e.trail_id,
         max(e.ended_at) filter (where e.purpose = 'READ') as before_at,
         max(e.started_at) filter (where e.purpose = 'WRITE') as sent_at,
         max(e.ended_at) as answered_at
  from exchange e where e.purpose <> 'TOKEN' group by e.trail_id) x
where x.trail_id = s.id;
