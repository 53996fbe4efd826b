package dev.synctrail.tracking;

/**
 * Thrown when a request is not possible in the current state of a sync or run; the message says
 * why.
 */
public final class IllegalTransition extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IllegalTransition(String message) {
    super(message);
  }
}
