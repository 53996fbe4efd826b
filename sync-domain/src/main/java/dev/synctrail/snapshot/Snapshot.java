package dev.synctrail.snapshot;

import java.nio.charset.StandardCharsets;

/**
 * Exact bytes with their checksum, immutable: the unit of evidence.
 *
 * <p>Two snapshots are equal when their checksums are.
 */
public final class Snapshot {
  /** The largest payload that is kept whole, in bytes before compression. */
  public static final int LIMIT = 10_000_000;

  private final byte[] bytes;
  private final Checksum checksum;

  private Snapshot(byte[] bytes) {
    this.bytes = bytes;
    this.checksum = Checksum.of(bytes);
  }

  /** Takes a copy of {@code bytes}, of any size. */
  public static Snapshot of(byte[] bytes) {
    return new Snapshot(bytes.clone());
  }

  /** Takes the UTF-8 bytes of {@code text}. */
  public static Snapshot ofText(String text) {
    return new Snapshot(text.getBytes(StandardCharsets.UTF_8));
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
    return bytes.length > LIMIT;
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
