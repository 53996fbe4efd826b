package dev.synctrail.retention;

/** The kinds of data that have their own maximum age. */
public enum RetentionTarget {
  /** The sync with all its data. */
  ROWS,
  /** The bytes of its payloads; the record of their existence is kept. */
  PAYLOADS,
  /** Its attempts and their exchanges. */
  ATTEMPTS
}
