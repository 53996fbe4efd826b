package dev.synctrail.export;

import dev.synctrail.tracking.SyncId;

/** Thrown if an export should resume after a sync that does not exist. */
public final class UnknownExportPosition extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownExportPosition(SyncId after) {
    super("Unknown sync: " + after);
  }
}
