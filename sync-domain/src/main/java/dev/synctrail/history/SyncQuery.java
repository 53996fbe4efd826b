package dev.synctrail.history;

import static java.util.Objects.requireNonNullElse;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A query for one page of the history with a filter and order. */
public record SyncQuery(SyncFilter filter, SyncOrder order, PageRequest page) {
  /** The sort key of a sync without a duration. */
  public static final long NO_DURATION = -1;

  private static final Pattern DURATION_AND_ID =
      Pattern.compile("-?[0-9]{1,18} " + PageRequest.ID.pattern());

  private static final Pattern SEVERITY_AND_ID =
      Pattern.compile("[0-4] " + PageRequest.ID.pattern());

  /**
   * Creates a query.
   *
   * @param limit 1 to {@value PageRequest#MAX_LIMIT}
   * @param cursor a cursor from another page with the same filter and order; null for the first
   *     page
   * @param count whether to return the total, which requires counting
   * @throws InvalidCursor if the cursor belongs to another filter or order
   * @throws IllegalArgumentException if the filter does not allow the order
   */
  public static SyncQuery of(
      SyncFilter filter, SyncOrder order, int limit, @Nullable String cursor, boolean count) {
    if (order.by() == SyncOrder.By.STATUS && !filter.isOfRun()) {
      throw new IllegalArgumentException("Only the syncs of a run can be sorted by status");
    }
    return new SyncQuery(
        filter, order, PageRequest.of(scope(filter, order), keys(order), limit, cursor, count));
  }

  private static String scope(SyncFilter filter, SyncOrder order) {
    return "syncs " + filter + " " + order;
  }

  private static Pattern keys(SyncOrder order) {
    return switch (order.by()) {
      case STARTED_AT -> PageRequest.ID;
      case DURATION -> DURATION_AND_ID;
      case STATUS -> SEVERITY_AND_ID;
    };
  }

  /** Returns the key of a sync: its id, preceded by its duration or severity if sorted by it. */
  public String key(SyncSummary sync) {
    return switch (order.by()) {
      case STARTED_AT -> sync.id().toString();
      case DURATION -> requireNonNullElse(sync.durationMs(), NO_DURATION) + " " + sync.id();
      case STATUS -> SyncOrder.SEVERITY.indexOf(sync.status()) + " " + sync.id();
    };
  }

  /** Creates a query for the newest syncs. */
  public static SyncQuery latest(SyncFilter filter, int limit) {
    return of(filter, SyncOrder.NEWEST_FIRST, limit, null, false);
  }
}
