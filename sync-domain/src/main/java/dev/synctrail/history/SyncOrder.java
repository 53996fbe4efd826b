package dev.synctrail.history;

/**
 * How a page of the history is ordered; syncs that are equal in it are ordered by id.
 *
 * @param descending the newest, or the longest, first
 */
public record SyncOrder(By by, boolean descending) {
  /** The order of the history unless asked otherwise. */
  public static final SyncOrder NEWEST_FIRST = new SyncOrder(By.STARTED_AT, true);

  /** What is compared. */
  public enum By {
    STARTED_AT,
    /** From first sent to completed; a sync that has none counts as shorter than any. */
    DURATION
  }
}
