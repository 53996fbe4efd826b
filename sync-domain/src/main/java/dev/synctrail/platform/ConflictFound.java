package dev.synctrail.platform;

/** The live state is not the one expected: a person or a policy must decide. */
public final class ConflictFound extends PlatformException {
  private static final long serialVersionUID = 1L;

  public ConflictFound(Failure failure) {
    super(failure);
  }

  public ConflictFound(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
