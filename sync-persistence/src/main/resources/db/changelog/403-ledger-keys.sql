--liquibase formatted sql

--changeset synctrail:403-ledger-keys
--comment: the public keys of the ledger, one after the other. Each is a fact, so that the log itself says when and by whom its key was replaced
create table ledger_key (
  number   integer     primary key,
  verifier text        not null,
  note     text        not null,
  at       timestamptz not null
);
comment on table ledger_key is 'Public keys of the ledger';
comment on column ledger_key.number is 'Order, from 0';
comment on column ledger_key.verifier is 'The key (C2SP signed-note)';
comment on column ledger_key.note is 'Signed note that names the key and the one before it, signed by both if the former private key was not lost';
comment on column ledger_key.at is 'Time from which it has signed';

select ledger_cover('ledger_key', 'number', '');
