package dev.synctrail.version;

import java.util.regex.Pattern;

/**
 * Names one version for good: the SHA-256 of everything it says, its parents included.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record VersionId(String hex) {
  private static final Pattern LEGAL = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException when the value is not a SHA-256 in lower-case hexadecimal
   */
  public VersionId {
    if (!isLegal(hex)) {
      throw new IllegalArgumentException("A version id has 64 lower-case hexadecimal digits");
    }
  }

  /** Tells whether {@code value} could be an id, for those who report instead of throw. */
  public static boolean isLegal(String value) {
    return LEGAL.matcher(value).matches();
  }

  @Override
  public String toString() {
    return hex;
  }
}
