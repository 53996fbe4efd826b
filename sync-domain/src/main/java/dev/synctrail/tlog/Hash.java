package dev.synctrail.tlog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256 hash of a leaf or of an inner node of the tree (RFC 6962, section 2.1). */
public final class Hash {
  /** The length in bytes. */
  public static final int LENGTH = 32;

  /** The root of the tree without leaves: the hash of no bytes. */
  public static final Hash EMPTY_ROOT = new Hash(sha256().digest());

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the hash with these bytes.
   *
   * @throws MalformedLog if there are not exactly {@value #LENGTH} bytes
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new MalformedLog("A hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /** Returns the hash that is stored at an index of a sequence of hashes, such as a tile. */
  static Hash in(byte[] hashes, int index) {
    return new Hash(Arrays.copyOfRange(hashes, index * LENGTH, (index + 1) * LENGTH));
  }

  /** Returns the hash that is written in standard base64. */
  public static Hash ofBase64(String text) {
    return of(NoteText.base64(text));
  }

  /** Returns the leaf hash of an entry: SHA-256(0x00 ‖ entry). */
  public static Hash ofLeaf(byte[] entry) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    return new Hash(digest.digest(entry));
  }

  /** Returns the hash of an inner node: SHA-256(0x01 ‖ left ‖ right). */
  public static Hash ofNode(Hash left, Hash right) {
    MessageDigest digest = sha256();
    digest.update(NODE);
    digest.update(left.bytes);
    digest.update(right.bytes);
    return new Hash(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Returns a copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns the hash in standard base64, as checkpoints contain it. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns the hash in lower-case hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
