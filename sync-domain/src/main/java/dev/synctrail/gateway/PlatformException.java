package dev.synctrail.gateway;

/**
 * Thrown when a gateway could not fulfil an order; the subclass says what the caller can do about
 * it.
 *
 * <p>Its message is the failure's, so it contains no body, header or credential.
 */
public abstract sealed class PlatformException extends RuntimeException
    permits ConflictFound, Deferred, OutcomeUnknown, Rejected, Unavailable {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  PlatformException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  PlatformException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** Returns the failure. */
  public Failure failure() {
    return failure;
  }
}
