package dev.synctrail.snapshot;

import java.nio.charset.StandardCharsets;

/**
 * Immutable exact bytes with their checksum, stored as evidence.
 *
 * <p>Two snapshots are equal if their checksums are equal.
 */
public final class Snapshot {
  /**
   * The maximum size of a payload that is sent and stored completely, in bytes before compression.
   */
  public static final int LIMIT = 10_000_000;

  /**
   * The maximum size of a response that is stored completely, in bytes before compression: 32 MiB.
   */
  public static final int RESPONSE_LIMIT = 32 * 1024 * 1024;

  private final byte[] bytes;
  private final Checksum checksum;
  private final int limit;

  private Snapshot(byte[] bytes, int limit) {
    this.bytes = bytes;
    this.checksum = Checksum.of(bytes);
    this.limit = limit;
  }

  /** Creates a snapshot of a copy of {@code bytes}, of any size. */
  public static Snapshot of(byte[] bytes) {
    return new Snapshot(bytes.clone(), LIMIT);
  }

  /**
   * Creates a snapshot of a copy of a platform's response, which is stored completely up to {@link
   * #RESPONSE_LIMIT}.
   */
  public static Snapshot ofAnswer(byte[] bytes) {
    return new Snapshot(bytes.clone(), RESPONSE_LIMIT);
  }

  /** Creates a snapshot of the UTF-8 bytes of {@code text}. */
  public static Snapshot ofText(String text) {
    return new Snapshot(text.getBytes(StandardCharsets.UTF_8), LIMIT);
  }

  /** Returns a copy of the exact bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns the bytes decoded as UTF-8. */
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

  /** Returns whether the bytes exceed the limit up to which they are stored completely. */
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
