package dev.synctrail.history;

import dev.synctrail.tracking.RunId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One page of the steps of a run. */
public record RunLogQuery(RunId run, PageRequest page) {
  /** Microseconds since the epoch, rank among what happened at once, trail, number within it. */
  private static final Pattern STEP =
      Pattern.compile("[0-9]{1,18} [0-9] " + PageRequest.ID.pattern() + " [0-9]{1,9}");

  /**
   * Asks for a page.
   *
   * @param limit 1 to {@value PageRequest#MOST}
   * @param cursor from another page of the same log; null for the first page
   * @param count whether the total is wanted too, at the price of counting
   * @throws InvalidCursor when the cursor is of another log
   */
  public static RunLogQuery of(RunId run, int limit, @Nullable String cursor, boolean count) {
    return new RunLogQuery(run, PageRequest.of("log " + run, STEP, limit, cursor, count));
  }
}
