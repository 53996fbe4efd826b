package dev.synctrail.tracking;

/** The system that performs the work recorded by a sync. */
public enum Recorder {
  /** Synctrail itself, through a gateway. */
  ENGINE,
  /** An external system that pushes and reports it to us. */
  OUTSIDE,
  /** A system that knew nothing of Synctrail; its records were imported. */
  IMPORTED
}
