package dev.synctrail.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The stored form of a snapshot: unchanged, or compressed with gzip (RFC 1952, default level 6)
 * above {@value #THRESHOLD} bytes.
 */
public final class EncodedPayload {
  /**
   * The maximum size in bytes of an uncompressed payload. It may be lowered but never raised,
   * because payloads up to this size are assumed to be stored uncompressed.
   */
  public static final int THRESHOLD = 100_000;

  private final Encoding encoding;
  private final byte[] stored;

  private EncodedPayload(Encoding encoding, byte[] stored) {
    this.encoding = encoding;
    this.stored = stored;
  }

  /** Encodes a snapshot for storage. */
  public static EncodedPayload of(Snapshot snapshot) {
    byte[] bytes = snapshot.bytes();
    return bytes.length > THRESHOLD
        ? new EncodedPayload(Encoding.GZIP, recode(bytes, EncodedPayload::gzip))
        : new EncodedPayload(Encoding.IDENTITY, bytes);
  }

  /** Wraps stored bytes. */
  public static EncodedPayload stored(Encoding encoding, byte[] stored) {
    return new EncodedPayload(encoding, stored.clone());
  }

  /** Returns the encoding of the stored bytes. */
  public Encoding encoding() {
    return encoding;
  }

  /** Returns a copy of the bytes to store. */
  public byte[] bytes() {
    return stored.clone();
  }

  /** Returns the number of stored bytes. */
  public int size() {
    return stored.length;
  }

  /**
   * Decodes the original and verifies its checksum.
   *
   * @throws SnapshotCorrupt if the bytes cannot be decoded or their checksum is not {@code
   *     expected}
   */
  public Snapshot decode(Checksum expected) {
    Snapshot snapshot;
    try {
      snapshot =
          Snapshot.of(encoding == Encoding.GZIP ? recode(stored, EncodedPayload::gunzip) : stored);
    } catch (UncheckedIOException e) {
      throw new SnapshotCorrupt(expected, e);
    }
    if (!snapshot.checksum().equals(expected)) {
      throw new SnapshotCorrupt(expected);
    }
    return snapshot;
  }

  private static byte[] recode(byte[] bytes, Recoding recoding) {
    try {
      return recoding.of(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] gunzip(byte[] bytes) throws IOException {
    try (GZIPInputStream gunzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return gunzip.readAllBytes();
    }
  }

  private interface Recoding {
    byte[] of(byte[] bytes) throws IOException;
  }
}
