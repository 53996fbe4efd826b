--liquibase formatted sql

--changeset synctrail:247-attempts-column
--comment: saved views name the column of attempts as the console does
update saved_view set query = replace(query, 'column=TRIES', 'column=ATTEMPTS')
  where query like '%column=TRIES%';
