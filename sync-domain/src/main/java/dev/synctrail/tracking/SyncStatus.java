package dev.synctrail.tracking;

/**
 * The status of a sync. The record does not guess: an outcome that is not known is called unknown.
 */
public enum SyncStatus {
  IN_PROGRESS(false),
  SUCCESS(true),
  PARTIAL(true),
  FAILED(true),
  /** A write was sent and no reliable response came; a read-back or a user must settle it. */
  UNKNOWN(false);

  private final boolean terminal;

  SyncStatus(boolean terminal) {
    this.terminal = terminal;
  }

  /** Returns whether the status can never change again. */
  public boolean isTerminal() {
    return terminal;
  }
}
