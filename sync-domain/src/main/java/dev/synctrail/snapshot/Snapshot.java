package dev.synctrail.snapshot;

import java.nio.charset.StandardCharsets;

/**
 * Exact bytes with their checksum, immutable: the unit of evidence.
 *
 * <p>Two snapshots are equal when their checksums are.
 */
public final class Snapshot {
  /** The largest payload that is sent and kept whole, in bytes before compression. */
  public static final int LIMIT = 10_000_000;

  /** The largest answer that is kept whole, in bytes before compression: 32 MiB. */
  public static final int ANSWER_LIMIT = 32 * 1024 * 1024;

  private final byte[] bytes;
  private final Checksum checksum;
  private final int limit;

  private Snapshot(byte[] bytes, int limit) {
    this.bytes = bytes;
    this.checksum = Checksum.of(bytes);
    this.limit = limit;
  }

  /** Takes a copy of {@code bytes}, of any size. */
  public static Snapshot of(byte[] bytes) {
    return new Snapshot(bytes.clone(), LIMIT);
  }

  /** Takes a copy of what a platform answered, which is kept whole up to {@link #ANSWER_LIMIT}. */
  public static Snapshot ofAnswer(byte[] bytes) {
    return new Snapshot(bytes.clone(), ANSWER_LIMIT);
  }

  /** Takes the UTF-8 bytes of {@code text}. */
  public static Snapshot ofText(String text) {
    return new Snapshot(text.getBytes(StandardCharsets.UTF_8), LIMIT);
  }

  /** Returns a copy of the exact bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns the bytes decoded as UTF-8, for people and parsers. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Returns the SHA-256 of the bytes. */
  public Checksum checksum() {
    return checksum;
  }

  /** Returns the number of bytes. */
  public int size() {
    return bytes.length;
  }

  /** Tells whether the bytes are more than is kept whole. */
  public boolean isOverLimit() {
    return bytes.length > limit;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Snapshot that && checksum.equals(that.checksum);
  }

  @Override
  public int hashCode() {
    return checksum.hashCode();
  }

  @Override
  public String toString() {
    return checksum + " (" + bytes.length + " bytes)";
  }
}
