package dev.synctrail.platform;

/** Nothing was changed, and the same request may succeed later: try again. */
public final class Unavailable extends PlatformException {
  private static final long serialVersionUID = 1L;

  public Unavailable(Failure failure) {
    super(failure);
  }

  public Unavailable(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
