package dev.synctrail.tracking;

/**
 * Thrown when a version is of another type, or of other content, than the sync that is to be linked
 * to it.
 */
public final class VersionMismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VersionMismatch(String message) {
    super(message);
  }
}
