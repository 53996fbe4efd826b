package dev.synctrail.tracking;

/** What was asked is not possible in the state a sync or run is in; the message says why. */
public final class IllegalTransition extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IllegalTransition(String message) {
    super(message);
  }
}
