package dev.synctrail.snapshot;

/**
 * What a record says of a payload: enough to find it and to prove it.
 *
 * @param checksum of the whole original
 * @param originalSize of the whole original, in bytes
 * @param truncated whether only the first {@value #KEPT_OF_OVERSIZE} bytes are kept
 */
public record PayloadReference(Checksum checksum, int originalSize, boolean truncated) {
  /** How much is kept of a payload that is over the limit, in bytes. */
  public static final int KEPT_OF_OVERSIZE = 65_536;

  /** What a sync or an exchange says of these bytes: whole up to the limit, truncated above. */
  public static PayloadReference of(Snapshot snapshot) {
    return new PayloadReference(snapshot.checksum(), snapshot.size(), snapshot.isOverLimit());
  }
}
