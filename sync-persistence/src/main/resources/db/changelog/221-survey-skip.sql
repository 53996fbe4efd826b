--liquibase formatted sql

--changeset synctrail:221-survey-skip
--comment: what a platform listed and a check could not take
create table survey_skip (
  survey_id uuid    not null references survey on delete cascade,
  number    integer not null,
  name      text    not null,
  reason    text    not null,
  primary key (survey_id, number)
);
