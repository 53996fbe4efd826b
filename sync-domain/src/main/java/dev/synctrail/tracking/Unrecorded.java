package dev.synctrail.tracking;

/** Nobody confirmed that a fact was recorded; what depends on the record must not happen. */
public final class Unrecorded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unrecorded(Try key, Throwable cause) {
    super("An exchange of " + key + " could not be recorded: " + cause.getMessage(), cause);
  }

  Unrecorded(Try key) {
    super("Nobody recorded the exchange of " + key);
  }
}
