--liquibase formatted sql

--changeset synctrail:236-filter-names
--comment: stored filters use the public names and texts of the criteria
create temporary table renamed_criterion (old text, new text) on commit drop;
insert into renamed_criterion values
  ('from', 'startDate'), ('until', 'endDate'), ('deployment', 'deploymentId'), ('retrieval', 'retrievalId');
create function pg_temp.renamed(filter text) returns text language sql as $$
  select coalesce(jsonb_object_agg(coalesce(r.new, m.key),
      case m.key when 'httpClass' then to_jsonb((m.value #>> '{}') || 'xx') else m.value end), '{}')::text
  from jsonb_each(filter::jsonb) m left join renamed_criterion r on r.old = m.key
$$;
update bulk_retry set filter = pg_temp.renamed(filter);
update retention_hold set held = pg_temp.renamed(held);
drop function pg_temp.renamed(text);
