--liquibase formatted sql

--changeset synctrail:233-failure-class-names
--comment: OVERTAKEN, DEPENDED_UPON and INEXPRESSIBLE become SUPERSEDED, HAS_DEPENDENTS and NOT_EXPRESSIBLE wherever they are stored
create temporary table renamed_class (old text, new text) on commit drop;
insert into renamed_class values
  ('OVERTAKEN', 'SUPERSEDED'), ('DEPENDED_UPON', 'HAS_DEPENDENTS'), ('INEXPRESSIBLE', 'NOT_EXPRESSIBLE');
update sync set failure_class = r.new from renamed_class r where failure_class = r.old;
update attempt set failure_class = r.new from renamed_class r where failure_class = r.old;
update exchange set failure_class = r.new from renamed_class r where failure_class = r.old;
update sync_delta set failure_class = r.new from renamed_class r where failure_class = r.old;
update bulk_retry set filter = replace(filter, '"failureClass":"' || r.old || '"', '"failureClass":"' || r.new || '"')
  from renamed_class r where filter like '%"failureClass":"' || r.old || '"%';
update retention_hold set held = replace(held, '"failureClass":"' || r.old || '"', '"failureClass":"' || r.new || '"')
  from renamed_class r where held like '%"failureClass":"' || r.old || '"%';
update saved_view set query = replace(query, 'failureClass=' || r.old, 'failureClass=' || r.new)
  from renamed_class r where query like '%failureClass=' || r.old || '%';
-- the fingerprint is a hash that includes the class, as Fingerprint.hash computes it
update analytics_pattern p set failure_class = r.new,
    fingerprint = encode(sha256(convert_to((
      select string_agg(length(coalesce(part, '')) || ':' || coalesce(part, ''), '' order by place)
      from unnest(array[p.platform, p.direction, p.operation, r.new, p.platform_code, p.field, p.detail])
        with ordinality as parts (part, place)), 'UTF8')), 'hex')
  from renamed_class r where p.failure_class = r.old;

--changeset synctrail:233-superseded-by
--comment: the column for a later push or sync has the same word as the failure class
alter table conflict rename column overtaken_by to superseded_by;
alter table bulk_retry_entry rename column overtaken_by to superseded_by;
