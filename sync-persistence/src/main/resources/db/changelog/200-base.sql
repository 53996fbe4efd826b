--liquibase formatted sql

--changeset synctrail:200-base
--comment: the source of the base of a comparison; previously always the first read-back
alter table placement
  add column left_by text check (left_by in ('ANSWER', 'CONFIRMED_ANSWER', 'READ_BACK', 'PERSON'));
update placement set left_by = 'READ_BACK' where left_checksum is not null;
alter table placement add constraint placement_left_by check (left_checksum is null or left_by is not null);

--changeset synctrail:200-states
--comment: types altered by the platform and states accepted by a user are not in sync
alter table placement drop constraint placement_state_check;
alter table placement add constraint placement_state_check check (state in
  ('PENDING', 'IN_SYNC', 'ALTERED', 'ACCEPTED', 'MODIFIED', 'MISSING', 'UNTRACKED'));
update placement p set state = case
    when exists (select from drift_episode e where e.platform = p.platform and e.type_key = p.type_key
      and e.pushed = p.pushed and e.ended = 'ACCEPTED') then 'ACCEPTED' else 'ALTERED' end
  where state = 'IN_SYNC' and cardinality(fields) > 0;
alter table placement add constraint placement_in_sync check (state <> 'IN_SYNC' or cardinality(fields) = 0);

--changeset synctrail:200-verdict-base
--comment: the source of the base of a verdict; null while unknown
alter table verdict
  add column base text check (base in ('ANSWER', 'CONFIRMED_ANSWER', 'READ_BACK', 'PERSON'));
