package dev.synctrail.gateway;

/**
 * Thrown when the platform, or our own check, rejected the request; the same request will not
 * succeed.
 */
public final class Rejected extends PlatformException {
  private static final long serialVersionUID = 1L;

  public Rejected(Failure failure) {
    super(failure);
  }

  public Rejected(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
