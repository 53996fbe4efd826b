package dev.synctrail.snapshot;

/**
 * Thrown if a stored payload no longer matches its checksum. It must never be shown as evidence.
 */
public final class SnapshotCorrupt extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SnapshotCorrupt(Checksum expected) {
    super("The stored bytes do not match the checksum " + expected);
  }

  SnapshotCorrupt(Checksum expected, Throwable cause) {
    super("The stored bytes of " + expected + " cannot be decoded", cause);
  }
}
