--liquibase formatted sql

--changeset synctrail:252-full-pages splitStatements:false
--comment: past months are packed again, now with full pages
do $$ declare month text; begin
  for month in select name from month_table where packed is not null loop
    execute format('comment on table %s is null', month);
  end loop;
end $$;
