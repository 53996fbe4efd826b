--liquibase formatted sql

--changeset synctrail:245-pins-of-theirs
--comment: a type whose change by others was kept is pinned like one that was rolled back
alter table pin add column theirs boolean not null default false;
create or replace view holding_pin as
select p.* from pin p
where p.ended_at is null
  and p.newest = (select c.head_id from content_type c where c.type_key = p.type_key)
  and (p.landed or exists (select 1 from sync s where s.id = p.sync_id and s.status <> 'FAILED'));
comment on column pin.theirs is 'Whether a change by others was kept; the push is then the one that met it';
comment on table pin is 'Pins: types that were rolled back on a platform, or whose change by others was kept there, and are skipped by deployments of all and of changed types';
