package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** What a machine shows to be let in; told once, kept only as its hash, never printed by chance. */
public final class Secret {
  private static final String PREFIX = "st_";
  private static final int BYTES = 32;
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._~+/=-]{32,256}");

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /** Makes one of 256 random bits, recognizable by {@value #PREFIX} to whoever scans for leaks. */
  public static Secret random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /**
   * Takes one that was made elsewhere.
   *
   * @throws IllegalArgumentException when it is not 32 to 256 characters of a bearer token
   */
  public static Secret of(String text) {
    if (!isLegal(text)) {
      throw new IllegalArgumentException(
          "A token must have 32 to 256 characters: letters, digits and . _ ~ + / = -");
    }
    return new Secret(text);
  }

  /** Tells whether {@code text} could be a token, for those who report instead of throw. */
  public static boolean isLegal(String text) {
    return LEGAL.matcher(text).matches();
  }

  /** Returns under what it is kept. */
  public Checksum hash() {
    return Checksum.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns the secret itself, to be told once. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "«redacted»";
  }
}
