package dev.synctrail.anchor;

/** What kind of place knows a checkpoint. */
public enum AnchorKind {
  /** An authority that signs the time at which it saw the text of the checkpoint (RFC 3161). */
  TIME_STAMP,
  /** A witness that cosigns what continues what it has seen before (C2SP tlog-witness). */
  WITNESS,
  /** A file to which checkpoints are appended. */
  FILE,
  /** An address to which checkpoints are posted. */
  WEBHOOK,
  /** An address to which checkpoints are mailed. */
  EMAIL
}
