package dev.synctrail.analytics;

/** Thrown if a metrics query is invalid or its result would be too large. */
public final class InvalidMetricsQuery extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  /**
   * Creates an exception.
   *
   * @param parameter the parameter to change
   * @param message the reason, including the limit
   */
  public InvalidMetricsQuery(String parameter, String message) {
    super(message);
    this.parameter = parameter;
  }

  /** Returns the parameter to change. */
  public String parameter() {
    return parameter;
  }
}
