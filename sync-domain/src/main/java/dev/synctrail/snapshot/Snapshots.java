package dev.synctrail.snapshot;

import java.util.Optional;

/**
 * Keeps each payload once, under its checksum. Writes join the caller's transaction and fail
 * without one.
 */
public interface Snapshots {

  /**
   * Keeps a payload as evidence: whole up to {@link Snapshot#LIMIT}, an answer up to {@link
   * Snapshot#ANSWER_LIMIT}, above it the first {@link PayloadReference#KEPT_OF_OVERSIZE} bytes.
   * Keeping the same bytes again stores nothing.
   */
  PayloadReference keep(Snapshot snapshot);

  /** Keeps a payload whole whatever its size, for what must be given back, such as a version. */
  PayloadReference keepWhole(Snapshot snapshot);

  /**
   * Keeps the beginning of a payload whose whole was truncated elsewhere; that it is its beginning
   * is believed.
   *
   * @param whole what is said of the whole; truncated
   */
  void keepBeginning(PayloadReference whole, Snapshot beginning);

  /**
   * Returns the bytes, checked: the whole payload, or its beginning when it is truncated.
   *
   * @throws SnapshotCorrupt when the stored bytes are not the ones that were kept
   */
  Optional<Snapshot> find(Checksum checksum, boolean truncated);

  /**
   * Returns the bytes of evidence that must be there.
   *
   * @throws SnapshotCorrupt when the stored bytes are not the ones that were kept
   */
  default Snapshot require(PayloadReference payloadReference) {
    return find(payloadReference.checksum(), payloadReference.truncated())
        .orElseThrow(
            () -> new IllegalStateException("Payload " + payloadReference + " is not kept"));
  }

  /** Returns how a payload is stored, without reading it. */
  Optional<Stored> describe(Checksum checksum, boolean truncated);

  /**
   * How a payload is stored.
   *
   * @param originalSize in bytes, before truncation and compression
   * @param storedSize in bytes
   */
  record Stored(Encoding encoding, int originalSize, int storedSize) {}
}
