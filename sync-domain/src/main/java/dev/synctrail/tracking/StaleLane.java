package dev.synctrail.tracking;

/** Another lane has taken over; nothing more may be sent or recorded in this try's name. */
public final class StaleLane extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StaleLane(AttemptKey key) {
    super("Attempt " + key + " was taken over by another worker");
  }
}
