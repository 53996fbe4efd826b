package dev.synctrail.persistence.ledger;

/** How the ledger contains a column. */
enum ColumnKind {
  /** As it is: ids, constants, numbers, type keys, platforms. */
  OPEN,
  /** As an instant in UTC. */
  TIME,
  /** Bytes in hexadecimal. */
  HEX,
  /** As a salted commitment: what may be personal, or content, or from outside. */
  COMMITMENT,
  /** The checksum of a payload: as the salted commitment of the payload itself. */
  PAYLOAD,
  /** Not at all: it can be derived from other facts, or only says how far work has come. */
  LEFT_OUT
}
