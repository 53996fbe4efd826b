package dev.synctrail.gateway;

/**
 * Thrown when a write was sent and no reliable response came; only a read-back can determine the
 * outcome.
 */
public final class OutcomeUnknown extends PlatformException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknown(Failure failure) {
    super(failure);
  }

  public OutcomeUnknown(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
