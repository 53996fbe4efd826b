package dev.synctrail.analytics;

/** A question for sums that has no answer, or one too long to be of use. */
public final class InvalidMetricsQuery extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  /**
   * Says what cannot be.
   *
   * @param parameter what to ask differently
   * @param message with the limit
   */
  public InvalidMetricsQuery(String parameter, String message) {
    super(message);
    this.parameter = parameter;
  }

  /** Returns what to ask differently. */
  public String parameter() {
    return parameter;
  }
}
