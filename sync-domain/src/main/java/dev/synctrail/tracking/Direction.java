package dev.synctrail.tracking;

/** Which way the data went. */
public enum Direction {
  PUSH,
  PULL
}
