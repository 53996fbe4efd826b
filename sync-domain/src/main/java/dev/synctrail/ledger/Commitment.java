package dev.synctrail.ledger;

import dev.synctrail.snapshot.Checksum;
import dev.synctrail.text.Sha256Hex;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Commits to a value without revealing it: SHA-256(salt ‖ bytes) with a random salt of {@value
 * Salt#LENGTH} bytes. With the salt and the bytes, anyone can verify it. Once both are destroyed,
 * the bytes cannot be guessed from it.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Commitment(String hex) {
  /**
   * @throws IllegalArgumentException if the value is not a SHA-256 in lower-case hexadecimal
   */
  public Commitment {
    if (!Sha256Hex.isValid(hex)) {
      throw new IllegalArgumentException("A commitment must be a SHA-256 of 64 lower-case digits");
    }
  }

  /** Commits to bytes. */
  public static Commitment of(Salt salt, byte[] bytes) {
    return of(Checksum.sha256(salt.bytes(), bytes));
  }

  /** Commits to the UTF-8 bytes of a text. */
  public static Commitment of(Salt salt, String text) {
    return of(salt, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the commitment with these 32 bytes. */
  public static Commitment of(byte[] bytes) {
    return new Commitment(HexFormat.of().formatHex(bytes));
  }

  /** Returns the 32 bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
