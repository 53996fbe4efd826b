package dev.synctrail.history;

/**
 * A question to the history that a person wants to ask again.
 *
 * @param owner whose it is
 * @param name 1 to {@value #LONGEST_NAME} characters, one of its own among the owner's
 * @param query filter, order and columns as a page's address holds them, without the leading {@code
 *     ?}
 */
public record SavedView(String owner, String name, String query) {
  /** The longest name, in characters. */
  public static final int LONGEST_NAME = 100;

  /** The longest question, in characters. */
  public static final int LONGEST_QUERY = 4_000;

  /**
   * @throws IllegalArgumentException when the name is blank, or something is too long
   */
  public SavedView {
    if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A name must have 1 to " + LONGEST_NAME + " characters");
    }
    if (query.length() > LONGEST_QUERY || query.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "A view can have at most " + LONGEST_QUERY + " characters");
    }
  }
}
