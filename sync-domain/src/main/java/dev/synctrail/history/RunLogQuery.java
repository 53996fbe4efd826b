package dev.synctrail.history;

import dev.synctrail.tracking.RunId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A query for one page of the steps of a run. */
public record RunLogQuery(RunId run, PageRequest page) {
  /**
   * Microseconds since the epoch, rank among simultaneous steps, id of the audit trail, number
   * within it.
   */
  private static final Pattern STEP =
      Pattern.compile("[0-9]{1,18} [0-9] " + PageRequest.ID.pattern() + " [0-9]{1,9}");

  /**
   * Creates a query.
   *
   * @param limit 1 to {@value PageRequest#MAX_LIMIT}
   * @param cursor a cursor from another page of the same log; null for the first page
   * @param count whether to return the total, which requires counting
   * @throws InvalidCursor if the cursor belongs to another log
   */
  public static RunLogQuery of(RunId run, int limit, @Nullable String cursor, boolean count) {
    return new RunLogQuery(run, PageRequest.of("log " + run, STEP, limit, cursor, count));
  }
}
