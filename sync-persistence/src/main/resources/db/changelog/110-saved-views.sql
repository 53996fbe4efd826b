--liquibase formatted sql

--changeset synctrail:110-saved-view
--comment: what people want to ask the history again; the query is what stands in the page's address
create table saved_view (
  owner text not null check (length(owner) between 1 and 255),
  name  text not null check (length(name) between 1 and 100),
  query text not null check (length(query) <= 4000),
  primary key (owner, name)
);
