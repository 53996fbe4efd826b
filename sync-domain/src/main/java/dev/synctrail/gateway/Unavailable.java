package dev.synctrail.gateway;

/** Thrown when nothing was changed and the same request may succeed later; it can be retried. */
public final class Unavailable extends PlatformException {
  private static final long serialVersionUID = 1L;

  public Unavailable(Failure failure) {
    super(failure);
  }

  public Unavailable(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
