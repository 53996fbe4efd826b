package dev.synctrail.analytics;

/** By what syncs can be told apart when they are counted. */
public enum Dimension {
  PLATFORM("platform"),
  TYPE("typeKey"),
  DIRECTION("direction"),
  OPERATION("operation");

  private final String text;

  Dimension(String text) {
    this.text = text;
  }

  /** Returns how it is asked for. */
  public String text() {
    return text;
  }

  /**
   * Reads how it is asked for.
   *
   * @throws IllegalArgumentException when it is none of them
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
