package dev.synctrail.tracking;

/**
 * Thrown when another lane has taken over; nothing more may be sent or recorded for this attempt.
 */
public final class StaleLane extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StaleLane(AttemptKey key) {
    super("Attempt " + key + " was taken over by another worker");
  }
}
