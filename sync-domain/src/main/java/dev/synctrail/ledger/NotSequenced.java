package dev.synctrail.ledger;

/** Thrown if an entry has no place in the log yet, which takes about a second. */
public final class NotSequenced extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotSequenced(String message) {
    super(message);
  }
}
