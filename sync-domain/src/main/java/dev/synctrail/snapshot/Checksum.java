package dev.synctrail.snapshot;

import dev.synctrail.text.Sha256Hex;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of exact bytes (FIPS 180-4), under which payloads are stored and verified.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Checksum(String hex) {
  /**
   * @throws IllegalArgumentException if the value is not a SHA-256 in lower-case hexadecimal
   */
  public Checksum {
    if (!Sha256Hex.isValid(hex)) {
      throw new IllegalArgumentException(
          "A checksum must be a SHA-256 of 64 lower-case hex digits");
    }
  }

  /** Computes the checksum of {@code bytes}. */
  public static Checksum of(byte[] bytes) {
    return new Checksum(HexFormat.of().formatHex(sha256(bytes)));
  }

  /** Computes the 32 bytes of the SHA-256 of all parts, one after the other. */
  public static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
