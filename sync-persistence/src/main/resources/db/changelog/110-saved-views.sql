--liquibase formatted sql

--changeset synctrail:110-saved-view
--comment: saved filters of the history as the query string of the page
create table saved_view (
  owner text not null check (length(owner) between 1 and 255),
  name  text not null check (length(name) between 1 and 100),
  query text not null check (length(query) <= 4000),
  primary key (owner, name)
);
