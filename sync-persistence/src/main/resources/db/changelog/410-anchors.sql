--liquibase formatted sql

--changeset synctrail:410-anchors
--comment: checkpoints that places outside know, so that nobody can rewrite what they cover. The ledger does not cover this table: an entry for each anchor would make it grow for ever, and what a place has signed proves itself
create table ledger_anchor (
  id           uuid        primary key,
  kind         text        not null,
  name         text        not null,
  size         bigint      not null,
  checkpoint   text        not null,
  attempts     integer     not null,
  attempted_at timestamptz not null,
  anchored_at  timestamptz,
  proof        text        not null,
  error        text
);
create index ledger_anchor_place on ledger_anchor (kind, name, id desc);
create index ledger_anchor_size on ledger_anchor (size) where anchored_at is not null;
comment on table ledger_anchor is 'Checkpoints that places outside know or were told without success';
comment on column ledger_anchor.id is 'UUIDv7 of the first attempt';
comment on column ledger_anchor.kind is 'Kind of place';
comment on column ledger_anchor.name is 'Name of the place';
comment on column ledger_anchor.size is 'Number of leaves of the checkpoint';
comment on column ledger_anchor.checkpoint is 'Signed note';
comment on column ledger_anchor.attempts is 'Number of attempts';
comment on column ledger_anchor.attempted_at is 'Time of the last attempt';
comment on column ledger_anchor.anchored_at is 'Time at which the place knew it; null as long as no attempt succeeded';
comment on column ledger_anchor.proof is 'Time stamp response in base64, or lines of cosignatures; empty for a place that signs nothing';
comment on column ledger_anchor.error is 'Why the last attempt failed';

--changeset synctrail:410-rollbacks
--comment: a checkpoint that is known outside is later than the database, or of another history: the database was restored from a backup. A person has to acknowledge it before anything is pushed
create table ledger_rollback (
  id              uuid        primary key,
  found_at        timestamptz not null,
  place           text        not null,
  outside_size    bigint      not null,
  outside_root    text,
  size            bigint      not null,
  acknowledged_at timestamptz,
  actor           text,
  reason          text
);
comment on table ledger_rollback is 'Findings that the ledger was set back';
comment on column ledger_rollback.id is 'UUIDv7';
comment on column ledger_rollback.found_at is 'Time of the comparison';
comment on column ledger_rollback.place is 'Where the checkpoint was found';
comment on column ledger_rollback.outside_size is 'Its number of leaves';
comment on column ledger_rollback.outside_root is 'Its root in base64; null if the place says only the size';
comment on column ledger_rollback.size is 'Number of leaves of the ledger';
comment on column ledger_rollback.acknowledged_at is 'Time at which a person acknowledged it';
comment on column ledger_rollback.actor is 'Who acknowledged it';
comment on column ledger_rollback.reason is 'Why the ledger was set back';

select ledger_cover('ledger_rollback', 'id', '');
