package dev.synctrail.platform;

/** The live state is not the one expected: a person or a policy must decide. */
public final class Conflict extends PlatformException {
  private static final long serialVersionUID = 1L;

  public Conflict(Failure failure) {
    super(failure);
  }

  public Conflict(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
