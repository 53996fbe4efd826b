package dev.synctrail.history;

import static java.util.Objects.requireNonNullElse;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One page of the history, filtered and ordered. */
public record SyncQuery(SyncFilter filter, SyncOrder order, PageRequest page) {
  /** What a sync counts as that has no duration. */
  public static final long NO_DURATION = -1;

  private static final Pattern DURATION_AND_ID =
      Pattern.compile("-?[0-9]{1,18} " + PageRequest.ID.pattern());

  /**
   * Asks for a page.
   *
   * @param limit 1 to {@value PageRequest#MOST}
   * @param cursor from another page with the same filter and order; null for the first page
   * @param count whether the total is wanted too, at the price of counting
   * @throws InvalidCursor when the cursor is of another filter or order
   */
  public static SyncQuery of(
      SyncFilter filter, SyncOrder order, int limit, @Nullable String cursor, boolean count) {
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
    };
  }

  /** Returns the key of an entry: its id, after its duration where that is the order. */
  public String key(SyncSummary sync) {
    return switch (order.by()) {
      case STARTED_AT -> sync.id().toString();
      case DURATION -> requireNonNullElse(sync.durationMs(), NO_DURATION) + " " + sync.id();
    };
  }

  /** Asks for the newest syncs. */
  public static SyncQuery latest(SyncFilter filter, int limit) {
    return of(filter, SyncOrder.NEWEST_FIRST, limit, null, false);
  }
}
