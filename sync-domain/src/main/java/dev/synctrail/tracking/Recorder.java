package dev.synctrail.tracking;

/** The system that performs the work recorded by a sync. */
public enum Recorder {
  /** Synctrail itself, through a gateway. */
  ENGINE,
  /** A system that pushes by itself and reports it to us. */
  OUTSIDE,
  /** A system that knew nothing of Synctrail; its records were imported. */
  IMPORTED
}
