package dev.synctrail.history;

import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A query for one page of the deployments (PUSH) or pull runs (PULL). */
public record RunQuery(Direction direction, Period period, RunOrder order, PageRequest page) {
  private static final Pattern FAILED_AND_ID =
      Pattern.compile("[0-9]{1,9} " + PageRequest.ID.pattern());

  /**
   * Creates a query.
   *
   * @param period the time in which the runs were requested
   * @param limit 1 to {@value PageRequest#MAX_LIMIT}
   * @param cursor a cursor from another page of the same direction, period and order; null for the
   *     first page
   * @param count whether to return the total, which requires counting
   * @throws InvalidCursor if the cursor belongs to another list
   */
  public static RunQuery of(
      Direction direction,
      Period period,
      RunOrder order,
      int limit,
      @Nullable String cursor,
      boolean count) {
    return new RunQuery(
        direction,
        period,
        order,
        PageRequest.of(
            "runs " + direction + " " + period + " " + order, keys(order), limit, cursor, count));
  }

  private static Pattern keys(RunOrder order) {
    return switch (order.by()) {
      case REQUESTED_AT -> PageRequest.ID;
      case FAILED -> FAILED_AND_ID;
    };
  }

  /** Returns the key of a run: its id, preceded by the number of failures if sorted by it. */
  public String key(Run run) {
    return switch (order.by()) {
      case REQUESTED_AT -> run.id().toString();
      case FAILED -> run.counts().failed() + " " + run.id();
    };
  }
}
