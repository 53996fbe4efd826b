package dev.synctrail.contenttype;

import dev.synctrail.text.Characters;

/**
 * The key of a content type in Synctrail and on every platform. It never changes during the life of
 * the type.
 *
 * @param value 2 to 255 characters, a letter first, then letters, digits and underscores
 */
public record TypeKey(String value) implements Comparable<TypeKey> {
  private static final int MIN_LENGTH = 2;
  private static final int MAX_LENGTH = 255;

  /**
   * @throws IllegalArgumentException if the value is not a legal key
   */
  public TypeKey {
    if (!isLegal(value)) {
      throw new IllegalArgumentException(
          "A type key must have 2 to 255 characters: a letter, then letters, digits or"
              + " underscores");
    }
  }

  /**
   * Returns whether {@code value} is a legal key, for callers that report errors instead of
   * throwing.
   */
  public static boolean isLegal(String value) {
    return value.length() >= MIN_LENGTH
        && value.length() <= MAX_LENGTH
        && isLetter(value.charAt(0))
        && Characters.allMatch(
            value, character -> isLetter(character) || isDigit(character) || character == '_');
  }

  private static boolean isLetter(int character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  @Override
  public int compareTo(TypeKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
