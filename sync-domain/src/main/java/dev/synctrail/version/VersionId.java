package dev.synctrail.version;

import dev.synctrail.text.Sha256Hex;

/**
 * Identifies one version: the SHA-256 of all its members, including its parents.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record VersionId(String hex) {
  /**
   * @throws IllegalArgumentException if the value is not a SHA-256 in lower-case hexadecimal
   */
  public VersionId {
    if (!isLegal(hex)) {
      throw new IllegalArgumentException("A version id must have 64 lower-case hexadecimal digits");
    }
  }

  /**
   * Returns whether {@code value} is a legal id, for callers that report errors instead of
   * throwing.
   */
  public static boolean isLegal(String value) {
    return Sha256Hex.isValid(value);
  }

  @Override
  public String toString() {
    return hex;
  }
}
