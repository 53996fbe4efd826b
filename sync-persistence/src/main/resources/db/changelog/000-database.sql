--liquibase formatted sql

--changeset synctrail:000-database splitStatements:false
--comment: refuse unsupported servers and encodings before any other changeset
do $$
begin
  if current_setting('server_version_num')::int < 140000 then
    raise exception 'Synctrail needs PostgreSQL 14 or later, this is %', current_setting('server_version');
  end if;
  if current_setting('server_encoding') <> 'UTF8' then
    raise exception 'Synctrail needs a database in UTF8, this one is %', current_setting('server_encoding');
  end if;
end $$;
