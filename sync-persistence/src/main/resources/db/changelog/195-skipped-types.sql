--liquibase formatted sql

--changeset synctrail:195-run-skip
--comment: items that a platform listed but a pull run could not process; each counts as failed in the run
create table run_skip (
  run_id uuid        not null references run on delete cascade,
  number integer     not null,
  name   text        not null,
  reason text        not null,
  at     timestamptz not null,
  primary key (run_id, number)
);
comment on table run_skip is 'What a platform listed and a pull run could not take; each counts as failed in the run';
