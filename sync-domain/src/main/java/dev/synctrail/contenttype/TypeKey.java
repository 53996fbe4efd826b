package dev.synctrail.contenttype;

import java.util.regex.Pattern;

/**
 * The key that names a content type here and on every platform; immutable for the life of the type.
 *
 * @param value 2 to 255 characters, a letter first, then letters, digits and underscores
 */
public record TypeKey(String value) implements Comparable<TypeKey> {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z][_0-9A-Za-z]{1,254}");

  /**
   * @throws IllegalArgumentException when the value is not a legal key
   */
  public TypeKey {
    if (!isLegal(value)) {
      throw new IllegalArgumentException(
          "A type key has 2 to 255 characters: a letter, then letters, digits or underscores");
    }
  }

  /** Tells whether {@code value} could be a key, for those who report instead of throw. */
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
