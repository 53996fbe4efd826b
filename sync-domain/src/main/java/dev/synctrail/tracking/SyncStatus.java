package dev.synctrail.tracking;

/** Where a sync stands. The record does not guess: what is not known is called unknown. */
public enum SyncStatus {
  IN_PROGRESS(false),
  SUCCESS(true),
  PARTIAL(true),
  FAILED(true),
  /** Bytes left and no trustworthy answer came; a read-back or a person must settle it. */
  UNKNOWN(false);

  private final boolean terminal;

  SyncStatus(boolean terminal) {
    this.terminal = terminal;
  }

  /** Tells whether the status can never change again. */
  public boolean isTerminal() {
    return terminal;
  }
}
