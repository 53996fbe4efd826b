package dev.synctrail.snapshot;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 of exact bytes (FIPS 180-4), under which payloads are stored and verified.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Checksum(String hex) {
  private static final Pattern LEGAL = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException if the value is not a SHA-256 in lower-case hexadecimal
   */
  public Checksum {
    if (!LEGAL.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "A checksum must be a SHA-256 of 64 lower-case hex digits");
    }
  }

  /** Computes the checksum of {@code bytes}. */
  public static Checksum of(byte[] bytes) {
    return new Checksum(HexFormat.of().formatHex(sha256().digest(bytes)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
