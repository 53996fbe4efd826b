package dev.synctrail.persistence.history;

import dev.synctrail.history.SyncFilter;
import java.util.List;

/** A filter of the history as a condition on the columns of {@code sync}, for other statements. */
public record SyncCriteria(String sql, List<Object> parameters) {

  /** Returns what the filter means; for a column without a value it may be null. */
  public static SyncCriteria of(SyncFilter filter) {
    return HistorySelect.criteria(filter);
  }
}
