package dev.synctrail.analytics;

import dev.synctrail.gateway.Operation;
import dev.synctrail.tracking.SyncStatus;

/**
 * The measures of a set of syncs. Dry runs and unchanged syncs (operation NONE) are counted
 * separately and excluded from all other measures.
 */
public final class Measures {
  private final Counts counted = new Counts();
  private long dryRuns;
  private long unchanged;

  void add(Series series, Counts counts) {
    if (series.dryRun()) {
      dryRuns += counts.total();
    } else if (series.operation() == Operation.NONE) {
      unchanged += counts.total();
    } else {
      counted.add(counts);
    }
  }

  /** Returns the counts, which must not be modified. */
  public Counts counted() {
    return counted;
  }

  /** Returns the number of dry runs. */
  public long dryRuns() {
    return dryRuns;
  }

  /**
   * Returns the number of syncs that wrote nothing because the platform already had the content.
   */
  public long unchanged() {
    return unchanged;
  }

  /** Returns the number of syncs that the history shows in a status, unchanged ones included. */
  public long inHistory(SyncStatus status) {
    return counted.count(status) + (status == SyncStatus.SUCCESS ? unchanged : 0);
  }

  /** Returns whether there are no syncs. */
  public boolean isEmpty() {
    return dryRuns == 0 && unchanged == 0 && counted.isEmpty();
  }
}
