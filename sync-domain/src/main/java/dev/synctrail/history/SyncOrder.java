package dev.synctrail.history;

import dev.synctrail.tracking.SyncStatus;
import java.util.List;

/**
 * The sort order of a history page; ties are sorted by id.
 *
 * @param descending whether the newest, the longest or the most severe come first
 */
public record SyncOrder(By by, boolean descending) {
  /** The default order. */
  public static final SyncOrder NEWEST_FIRST = new SyncOrder(By.STARTED_AT, true);

  /** The statuses by severity, the least severe first. */
  public static final List<SyncStatus> SEVERITY =
      List.of(
          SyncStatus.SUCCESS,
          SyncStatus.IN_PROGRESS,
          SyncStatus.PARTIAL,
          SyncStatus.UNKNOWN,
          SyncStatus.FAILED);

  /** The sort key. */
  public enum By {
    STARTED_AT,
    /**
     * Time from the first request to completion. A sync without a duration counts as the shortest.
     */
    DURATION,
    /** Severity of the status. It has no index, so only the syncs of a run can be sorted by it. */
    STATUS
  }
}
