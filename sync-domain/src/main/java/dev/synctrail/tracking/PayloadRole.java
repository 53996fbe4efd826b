package dev.synctrail.tracking;

/** What a payload of a sync is. */
public enum PayloadRole {
  /** The whole type of the pinned version. */
  INTENDED,
  /** The live state read before writing. */
  BEFORE,
  /** The exact body of the last write. */
  SENT,
  /** What the platform answered last: to the write, or to the read when nothing was written. */
  ANSWERED
}
