package dev.synctrail.history;

import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import org.jspecify.annotations.Nullable;

/** A query for one page of the deployments (PUSH) or pull runs (PULL). */
public record RunQuery(Direction direction, Period period, PageRequest page) {

  /**
   * Creates a query.
   *
   * @param period the time in which the runs were requested
   * @param limit 1 to {@value PageRequest#MAX_LIMIT}
   * @param cursor a cursor from another page of the same direction and period; null for the first
   *     page
   * @param count whether to return the total, which requires counting
   * @throws InvalidCursor if the cursor belongs to another list
   */
  public static RunQuery of(
      Direction direction, Period period, int limit, @Nullable String cursor, boolean count) {
    return new RunQuery(
        direction,
        period,
        PageRequest.of("runs " + direction + " " + period, PageRequest.ID, limit, cursor, count));
  }

  /** Returns the key of a run: its id. */
  public String key(Run run) {
    return run.id().toString();
  }
}
