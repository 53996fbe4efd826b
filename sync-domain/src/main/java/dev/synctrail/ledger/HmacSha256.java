package dev.synctrail.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC with SHA-256 (RFC 2104), and keys derived with it (HKDF, RFC 5869). The state after the key
 * is kept, because many salts are derived with one key.
 */
final class HmacSha256 {
  private static final int BLOCK = 64;
  private static final int LENGTH = 32;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private final MessageDigest inner;
  private final MessageDigest outer;

  /**
   * @param key at most as long as a block, 64 bytes
   */
  HmacSha256(byte[] key) {
    inner = begun(key, INNER);
    outer = begun(key, OUTER);
  }

  private static MessageDigest begun(byte[] key, byte pad) {
    byte[] block = Arrays.copyOf(key, BLOCK);
    for (int i = 0; i < BLOCK; i++) {
      block[i] ^= pad;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(block);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Returns the code of a message. */
  byte[] of(byte[] message) {
    try {
      MessageDigest ofMessage = (MessageDigest) inner.clone();
      MessageDigest result = (MessageDigest) outer.clone();
      return result.digest(ofMessage.digest(message));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The state of a digest can be copied", e);
    }
  }

  static byte[] of(byte[] key, byte[] message) {
    return new HmacSha256(key).of(message);
  }

  /** Derives a key of 32 bytes for one purpose: HKDF without salt, and a single block. */
  static byte[] derive(byte[] secret, String purpose) {
    byte[] pseudorandom = of(new byte[LENGTH], secret);
    byte[] info = purpose.getBytes(StandardCharsets.UTF_8);
    byte[] block = Arrays.copyOf(info, info.length + 1);
    block[info.length] = 1;
    return of(pseudorandom, block);
  }
}
