package dev.synctrail.tlog;

/** Thrown if a text or bytes do not have the form that a standard of this package requires. */
public final class MalformedLog extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedLog(String message) {
    super(message);
  }
}
