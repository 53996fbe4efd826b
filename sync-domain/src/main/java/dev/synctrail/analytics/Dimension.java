package dev.synctrail.analytics;

/** A dimension by which syncs are grouped when they are counted. */
public enum Dimension {
  PLATFORM("platform"),
  TYPE("typeKey"),
  DIRECTION("direction"),
  OPERATION("operation");

  private final String text;

  Dimension(String text) {
    this.text = text;
  }

  /** Returns the name in queries. */
  public String text() {
    return text;
  }

  /**
   * Parses the name in queries.
   *
   * @throws IllegalArgumentException if there is no such dimension
   */
  public static Dimension of(String text) {
    for (Dimension one : values()) {
      if (one.text.equals(text)) {
        return one;
      }
    }
    throw new IllegalArgumentException("Must be one of platform, typeKey, direction, operation");
  }
}
