package dev.synctrail.retention;

/** What has an age of its own. */
public enum RetentionTarget {
  /** The sync with everything that belongs to it. */
  ROWS,
  /** The bytes of its payloads; that they were there stays known. */
  PAYLOADS,
  /** Its tries and their exchanges. */
  ATTEMPTS
}
