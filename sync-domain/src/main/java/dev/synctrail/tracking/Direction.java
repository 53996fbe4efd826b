package dev.synctrail.tracking;

/** The direction of a transfer. */
public enum Direction {
  PUSH,
  PULL
}
