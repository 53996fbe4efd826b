--liquibase formatted sql

--changeset synctrail:401-verifications
--comment: verifications of the ledger and what they have found. The ledger covers them, so that a finding cannot be removed unnoticed either
create table ledger_verification (
  id         uuid        primary key,
  actor      text        not null,
  since      timestamptz,
  until      timestamptz,
  checkpoint text,
  receipt    text,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at   timestamptz,
  entries    bigint      not null,
  rows       bigint      not null,
  findings   bigint      not null,
  problem    text
);
create index ledger_verification_open on ledger_verification (id) where ended_at is null;
comment on table ledger_verification is 'Verifications of the ledger';
comment on column ledger_verification.id is 'UUIDv7';
comment on column ledger_verification.actor is 'Who requested it';
comment on column ledger_verification.since is 'Time from which entries were put into the log; null for the beginning';
comment on column ledger_verification.until is 'Time until which, exclusive; null for the end';
comment on column ledger_verification.checkpoint is 'Signed note that was kept outside, to compare the log with';
comment on column ledger_verification.receipt is 'Receipt that was kept outside, whose leaves must be in the log';
comment on column ledger_verification.created_at is 'Time of the request';
comment on column ledger_verification.started_at is 'Time of the last start';
comment on column ledger_verification.ended_at is 'Time of the completion';
comment on column ledger_verification.entries is 'Number of entries that were compared';
comment on column ledger_verification.rows is 'Number of rows that they are about';
comment on column ledger_verification.findings is 'Number of differences; the first 1000 are stored';
comment on column ledger_verification.problem is 'Last error; the verification is tried again';

create table ledger_finding (
  verification uuid    not null references ledger_verification,
  number       integer not null,
  kind         text    not null,
  leaf         bigint,
  place        text    not null,
  detail       text    not null,
  primary key (verification, number)
);
comment on table ledger_finding is 'Differences between what is stored and the ledger';
comment on column ledger_finding.verification is 'Verification that found it';
comment on column ledger_finding.number is 'Order, from 0';
comment on column ledger_finding.kind is 'What is wrong';
comment on column ledger_finding.leaf is 'Index of the leaf that shows it; null if none does';
comment on column ledger_finding.place is 'Row, payload, tile or checkpoint';
comment on column ledger_finding.detail is 'What differs';

select ledger_cover('ledger_verification', 'id', '');
select ledger_cover('ledger_finding', 'verification,number', '');
