package dev.synctrail.platform;

import dev.synctrail.text.Characters;

/**
 * The operator's name for a configured platform. It is part of configuration keys, which limits its
 * alphabet.
 *
 * @param value 1 to 64 lower-case letters and digits
 */
public record PlatformId(String value) {
  private static final int MAX_LENGTH = 64;

  /** The default platform where the id may be omitted. */
  public static final PlatformId DEFAULT = new PlatformId("optimizely");

  /**
   * @throws IllegalArgumentException when the value is not a valid id
   */
  public PlatformId {
    if (!isLegal(value)) {
      throw new IllegalArgumentException(
          "A platform id must have 1 to 64 lower-case letters and digits");
    }
  }

  /**
   * Returns whether {@code value} is a valid id, for callers that report an error instead of
   * throwing.
   */
  public static boolean isLegal(String value) {
    return !value.isEmpty()
        && value.length() <= MAX_LENGTH
        && Characters.allMatch(value, PlatformId::isLegal);
  }

  private static boolean isLegal(int character) {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
  }

  @Override
  public String toString() {
    return value;
  }
}
