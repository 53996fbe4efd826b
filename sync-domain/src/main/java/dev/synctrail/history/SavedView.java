package dev.synctrail.history;

/**
 * A saved query of the history.
 *
 * @param owner the user it belongs to
 * @param name 1 to {@value #MAX_NAME_LENGTH} characters, unique per owner
 * @param query filter, order and columns as in the query string of the page, without the leading
 *     {@code ?}
 */
public record SavedView(String owner, String name, String query) {
  /** The maximum length of the name, in characters. */
  public static final int MAX_NAME_LENGTH = 100;

  /** The maximum length of the query, in characters. */
  public static final int MAX_QUERY_LENGTH = 4_000;

  /**
   * @throws IllegalArgumentException if the name is blank, or the name or query is too long
   */
  public SavedView {
    if (name.isBlank() || name.length() > MAX_NAME_LENGTH || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "A name must have 1 to " + MAX_NAME_LENGTH + " characters");
    }
    if (query.length() > MAX_QUERY_LENGTH || query.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "A view can have at most " + MAX_QUERY_LENGTH + " characters");
    }
  }
}
