package dev.synctrail.snapshot;

/**
 * A reference to a stored payload, sufficient to find and verify it.
 *
 * @param checksum the checksum of the complete original
 * @param originalSize the size of the complete original, in bytes
 * @param truncated whether only the first {@value #KEPT_OF_OVERSIZE} bytes are stored
 */
public record PayloadReference(Checksum checksum, int originalSize, boolean truncated) {
  /** How many bytes are stored of a payload that exceeds the limit. */
  public static final int KEPT_OF_OVERSIZE = 65_536;

  /** Returns the reference to a snapshot: complete up to the limit, truncated above. */
  public static PayloadReference of(Snapshot snapshot) {
    return new PayloadReference(snapshot.checksum(), snapshot.size(), snapshot.isOverLimit());
  }
}
