package dev.synctrail.bulkretry;

/** Thrown if the syncs that match a filter are not a valid set for a job. Nothing was started. */
public final class InvalidSelection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Why why;

  InvalidSelection(Why why, String message) {
    super(message);
    this.why = why;
  }

  /** Returns the reason. */
  public Why why() {
    return why;
  }

  /** The reason why a set is invalid. */
  public enum Why {
    NOTHING_MATCHES,
    /** The number of syncs differs from the expected one. */
    SET_CHANGED,
    TOO_MANY
  }
}
