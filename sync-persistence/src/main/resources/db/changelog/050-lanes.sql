--liquibase formatted sql

--changeset synctrail:050-lane
--comment: workers (lanes) of the backlog in the table of db-scheduler; the heartbeat is the lease
create table lane (
  task_name            text        not null,
  task_instance        text        not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean     not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  last_heartbeat       timestamptz,
  version              bigint      not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index lane_execution_time on lane (execution_time);
create index lane_last_heartbeat on lane (last_heartbeat);
