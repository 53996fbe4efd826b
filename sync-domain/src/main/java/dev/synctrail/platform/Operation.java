package dev.synctrail.platform;

/** What a push does, or would do, to the platform. */
public enum Operation {
  CREATE,
  UPDATE,
  DELETE,
  /** What was wanted is there already; nothing is written. */
  NONE
}
