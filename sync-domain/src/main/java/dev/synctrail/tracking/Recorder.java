package dev.synctrail.tracking;

/** Who does the work that a sync records. */
public enum Recorder {
  /** Synctrail itself, through a gateway. */
  ENGINE,
  /** A system that does its own pushing and tells us. */
  OUTSIDE,
  /** A system that knew nothing of Synctrail; its records were imported. */
  IMPORTED
}
