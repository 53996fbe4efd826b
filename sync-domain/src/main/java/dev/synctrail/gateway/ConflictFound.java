package dev.synctrail.gateway;

/** Thrown when the live state is not the expected one; a user or a policy must decide. */
public final class ConflictFound extends PlatformException {
  private static final long serialVersionUID = 1L;

  public ConflictFound(Failure failure) {
    super(failure);
  }

  public ConflictFound(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
