package dev.synctrail.snapshot;

import java.util.Optional;

/**
 * Stores each payload once, under its checksum. Writes join the caller's transaction and fail
 * without one.
 */
public interface Snapshots {

  /**
   * Stores a payload as evidence: completely up to {@link Snapshot#LIMIT}, a response up to {@link
   * Snapshot#RESPONSE_LIMIT}, and only the first {@link PayloadReference#KEPT_OF_OVERSIZE} bytes
   * above. Storing the same bytes again has no effect.
   */
  PayloadReference keep(Snapshot snapshot);

  /**
   * Stores a payload completely whatever its size, for content that must be returned, such as a
   * version.
   */
  PayloadReference keepWhole(Snapshot snapshot);

  /**
   * Stores the beginning of a payload that was truncated elsewhere. That it is the beginning cannot
   * be verified.
   *
   * @param whole the reference to the complete payload; truncated
   */
  void keepBeginning(PayloadReference whole, Snapshot beginning);

  /**
   * Returns the verified bytes: the complete payload, or its beginning if it is truncated.
   *
   * @throws SnapshotCorrupt if the stored bytes do not match their checksum
   */
  Optional<Snapshot> find(Checksum checksum, boolean truncated);

  /**
   * Returns the bytes of a payload that must exist.
   *
   * @throws SnapshotCorrupt if the stored bytes do not match their checksum
   */
  default Snapshot require(PayloadReference payloadReference) {
    return find(payloadReference.checksum(), payloadReference.truncated())
        .orElseThrow(
            () -> new IllegalStateException("Payload " + payloadReference + " is not stored"));
  }

  /** Returns the encoding and sizes of a payload without reading it. */
  Optional<Stored> describe(Checksum checksum, boolean truncated);

  /**
   * The encoding and sizes of a stored payload.
   *
   * @param originalSize in bytes, before truncation and compression
   * @param storedSize in bytes
   */
  record Stored(Encoding encoding, int originalSize, int storedSize) {}
}
