package dev.synctrail.bulkretry;

/** What the filter finds is not a set that a job can be made of; nothing was begun. */
public final class InvalidSelection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Why why;

  InvalidSelection(Why why, String message) {
    super(message);
    this.why = why;
  }

  /** Returns what is wrong with it. */
  public Why why() {
    return why;
  }

  /** What is wrong with a set. */
  public enum Why {
    NOTHING_MATCHES,
    /** It is not as large as the caller expected. */
    SET_CHANGED,
    TOO_MANY
  }
}
