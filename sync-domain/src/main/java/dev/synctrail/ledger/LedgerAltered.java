package dev.synctrail.ledger;

/**
 * Thrown if what is stored of the log is not what the last checkpoint and the last key say. Nothing
 * may be appended to it, because the next checkpoint would confirm the change.
 */
public final class LedgerAltered extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerAltered(String message) {
    super(message);
  }
}
