package dev.synctrail.tracking;

/** A version is of another type, or of other content, than the sync it should be linked to. */
public final class VersionMismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VersionMismatch(String message) {
    super(message);
  }
}
