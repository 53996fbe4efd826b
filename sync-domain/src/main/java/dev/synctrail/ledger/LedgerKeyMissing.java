package dev.synctrail.ledger;

/**
 * Thrown if the private key of the ledger is missing or cannot be read. Nothing can be recorded
 * then, and so nothing is pushed.
 */
public final class LedgerKeyMissing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong and which setting names the key, in one line
   */
  public LedgerKeyMissing(String message) {
    super(message);
  }
}
