package dev.synctrail.platform;

/** A write left and no trustworthy answer came: only a read-back can tell what is there. */
public final class OutcomeUnknown extends PlatformException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknown(Failure failure) {
    super(failure);
  }

  public OutcomeUnknown(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
