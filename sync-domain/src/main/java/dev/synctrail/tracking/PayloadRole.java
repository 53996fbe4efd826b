package dev.synctrail.tracking;

/** The role of a payload in a sync. */
public enum PayloadRole {
  /** The whole type of the pinned version. */
  INTENDED,
  /** The live state read before writing. */
  BEFORE,
  /** The exact body of the last write. */
  SENT,
  /** The platform's last response: to the write, or to the read when nothing was written. */
  ANSWERED
}
