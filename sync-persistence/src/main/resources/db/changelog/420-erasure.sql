--liquibase formatted sql

--changeset synctrail:420-erased-salts
--comment: to erase one value of an entry, the salts of the others are stored and that of the entry is destroyed
alter table ledger_entry add column salts bytea;
comment on column ledger_entry.salts is 'Salts of 32 bytes of the values, once one was erased: in the order of facts and columns, zeros for those that were erased';
comment on column ledger_entry.salt is 'Random salt from which those of the values are derived; null once a value was erased';

--changeset synctrail:420-erased-references splitStatements:false
--comment: the checksum of a payload would confirm a guess of it. Once the payload is erased, the id of the purge or erasure and the commitment of the payload take its place. A payload without a commitment gets a random one
create function erased_reference(by uuid, wanted bytea, part boolean) returns bytea
language sql volatile as $$
  select case when wanted is null or octet_length(wanted) = 48 then wanted
    else uuid_send(by) || coalesce(
      (select s.commitment from snapshot s
       where s.checksum = wanted and s.truncated = coalesce(part, false)),
      sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))) end
$$;

--changeset synctrail:420-ledger-append splitStatements:false
--comment: adds notes to the entry of the transaction that no trigger makes: what was erased of rows that stay as they are
create function ledger_append(noted text) returns void language plpgsql as $$
declare
  earlier text := coalesce(current_setting('synctrail.changes', true), '');
begin
  if current_setting('synctrail.ledger', true) = 'off' then
    return;
  end if;
  if length(earlier) > 8000 then
    insert into ledger_overflow (xid, changes) values (pg_current_xact_id(), earlier);
    perform set_config('synctrail.overflow', 'on', true);
    earlier := '';
  end if;
  perform set_config('synctrail.changes', earlier || noted || E'\n', true);
end $$;
