package dev.synctrail.text;

/** The notation of SHA-256 hashes: 64 lower-case hexadecimal digits. */
public final class Sha256Hex {
  private static final int DIGITS = 64;

  private Sha256Hex() {}

  /** Returns whether {@code text} is a SHA-256 in this notation. */
  public static boolean isValid(String text) {
    if (text.length() != DIGITS) {
      return false;
    }
    for (int i = 0; i < DIGITS; i++) { // for each hash of each row that is verified
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(int character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
  }
}
