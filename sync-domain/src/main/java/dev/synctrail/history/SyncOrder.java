package dev.synctrail.history;

/**
 * The sort order of a history page; ties are sorted by id.
 *
 * @param descending whether the newest or the longest come first
 */
public record SyncOrder(By by, boolean descending) {
  /** The default order. */
  public static final SyncOrder NEWEST_FIRST = new SyncOrder(By.STARTED_AT, true);

  /** The sort key. */
  public enum By {
    STARTED_AT,
    /**
     * Time from the first request to completion. A sync without a duration counts as the shortest.
     */
    DURATION
  }
}
