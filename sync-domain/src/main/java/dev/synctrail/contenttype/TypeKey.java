package dev.synctrail.contenttype;

import java.util.regex.Pattern;

/**
 * The key of a content type in Synctrail and on every platform. It never changes during the life of
 * the type.
 *
 * @param value 2 to 255 characters, a letter first, then letters, digits and underscores
 */
public record TypeKey(String value) implements Comparable<TypeKey> {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z][_0-9A-Za-z]{1,254}");

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
    return LEGAL.matcher(value).matches();
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
