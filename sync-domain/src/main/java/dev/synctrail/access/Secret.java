package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret of an access token. It is revealed once, stored only as a hash, and never printed by
 * {@link #toString()}.
 */
public final class Secret {
  private static final String PREFIX = "st_";
  private static final int BYTES = 32;
  private static final int MIN_LENGTH = 32;
  private static final int MAX_LENGTH = 256;

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /**
   * Creates a secret of 256 random bits with the prefix {@value #PREFIX}, by which secret scanners
   * recognize it.
   */
  public static Secret random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /**
   * Wraps a secret that was created elsewhere.
   *
   * @throws IllegalArgumentException if it is not 32 to 256 characters of a bearer token
   */
  public static Secret of(String text) {
    if (!isLegal(text)) {
      throw new IllegalArgumentException(
          "A token must have 32 to 256 characters: letters, digits and . _ ~ + / = -");
    }
    return new Secret(text);
  }

  /**
   * Returns whether {@code text} is a legal token, for callers that report errors instead of
   * throwing.
   */
  public static boolean isLegal(String text) {
    return text.length() >= MIN_LENGTH
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(Secret::isLegal);
  }

  /** Returns whether a token can contain a character: those of a bearer token (RFC 6750). */
  static boolean isLegal(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "._~+/=-".indexOf(c) >= 0;
  }

  /** Returns the hash under which the token is stored. */
  public Checksum hash() {
    return Checksum.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns the secret itself, to be shown once. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "«redacted»";
  }
}
