package dev.synctrail.snapshot;

/** Stored evidence is no longer what was stored; it must never be shown as if it were. */
public final class SnapshotCorrupt extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SnapshotCorrupt(Checksum expected) {
    super("The stored bytes no longer have the checksum " + expected);
  }

  SnapshotCorrupt(Checksum expected, Throwable cause) {
    super("The stored bytes of " + expected + " cannot be decoded", cause);
  }
}
