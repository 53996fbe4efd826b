--liquibase formatted sql

--changeset synctrail:240-heartbeats splitStatements:false
--comment: a heartbeat has at least the time of the database and never goes back, even if a server has not yet followed a step of the clock
create function keep_heartbeat() returns trigger language plpgsql as $$
begin
  if new.last_heartbeat is not null then
    new.last_heartbeat := greatest(new.last_heartbeat, old.last_heartbeat, clock_timestamp());
  end if;
  return new;
end $$;
create trigger lane_heartbeat before update of last_heartbeat on lane for each row
  execute function keep_heartbeat();
