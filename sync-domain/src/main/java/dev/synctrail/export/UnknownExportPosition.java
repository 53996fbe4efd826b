package dev.synctrail.export;

import dev.synctrail.tracking.SyncId;

/** An export cannot go on after a sync that is not there. */
public final class UnknownExportPosition extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownExportPosition(SyncId after) {
    super("Unknown sync: " + after);
  }
}
