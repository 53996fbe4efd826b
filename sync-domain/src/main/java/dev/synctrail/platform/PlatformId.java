package dev.synctrail.platform;

import dev.synctrail.text.Characters;

/**
 * The operator's name for a configured platform, such as {@code optimizely-prod}. It is part of
 * configuration keys and of the environment variables that hold the credentials, which limits its
 * alphabet: no two ids may have the same variable.
 *
 * @param value {@value #PATTERN}, at most {@value #MAX_LENGTH} characters
 */
public record PlatformId(String value) {
  /** The maximum length. */
  public static final int MAX_LENGTH = 64;

  /** The pattern, as a regular expression. */
  public static final String PATTERN = "[a-z0-9]+(-[a-z0-9]+)*";

  /** The default platform where the id may be omitted. */
  public static final PlatformId DEFAULT = new PlatformId("optimizely");

  /**
   * @throws IllegalArgumentException when the value is not a valid id
   */
  public PlatformId {
    if (!isLegal(value)) {
      throw new IllegalArgumentException(
          "A platform id must have 1 to 64 lower-case letters and digits, with single hyphens"
              + " between them");
    }
  }

  /**
   * Returns whether {@code value} is a valid id, for callers that report an error instead of
   * throwing.
   */
  public static boolean isLegal(String value) {
    return !value.isEmpty()
        && value.length() <= MAX_LENGTH
        && Characters.allMatch(value, PlatformId::isLegal)
        && !value.startsWith("-")
        && !value.endsWith("-")
        && !value.contains("--");
  }

  private static boolean isLegal(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= '0' && character <= '9')
        || character == '-';
  }

  @Override
  public String toString() {
    return value;
  }
}
