package dev.synctrail.history;

import org.jspecify.annotations.Nullable;

/** One page of the history, filtered and ordered. */
public record SyncQuery(SyncFilter filter, SyncOrder order, PageRequest page) {

  /**
   * Asks for a page.
   *
   * @param limit 1 to {@value PageRequest#MOST}
   * @param cursor from another page with the same filter and order; null for the first page
   * @param count whether the total is wanted too, at the price of counting
   * @throws StrayCursor when the cursor is of another filter or order
   */
  public static SyncQuery of(
      SyncFilter filter, SyncOrder order, int limit, @Nullable String cursor, boolean count) {
    String scope = "syncs " + filter + " " + order;
    return new SyncQuery(filter, order, PageRequest.of(scope, limit, cursor, count));
  }

  /** Asks for the newest syncs. */
  public static SyncQuery latest(SyncFilter filter, int limit) {
    return of(filter, SyncOrder.NEWEST_FIRST, limit, null, false);
  }
}
