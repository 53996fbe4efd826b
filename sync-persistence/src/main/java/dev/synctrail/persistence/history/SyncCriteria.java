package dev.synctrail.persistence.history;

import dev.synctrail.history.SyncFilter;
import java.util.List;

/** A history filter as a condition on the columns of {@code sync}, for use in other statements. */
public record SyncCriteria(String sql, List<Object> parameters) {

  /** Returns the condition of a filter; it may evaluate to null for a column without a value. */
  public static SyncCriteria of(SyncFilter filter) {
    return HistorySelect.criteria(filter);
  }
}
