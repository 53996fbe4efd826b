package dev.synctrail.history;

/**
 * The sort order of a list of runs; ties are sorted by id.
 *
 * @param descending whether the newest, or those with the most failures, come first
 */
public record RunOrder(By by, boolean descending) {
  /** The default order. */
  public static final RunOrder NEWEST_FIRST = new RunOrder(By.REQUESTED_AT, true);

  /** The sort key. */
  public enum By {
    REQUESTED_AT,
    /** The number of failed syncs. */
    FAILED
  }
}
