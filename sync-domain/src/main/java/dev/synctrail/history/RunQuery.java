package dev.synctrail.history;

import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import org.jspecify.annotations.Nullable;

/** One page of the deployments (PUSH) or retrievals (PULL). */
public record RunQuery(Direction direction, PageRequest page) {

  /**
   * Asks for a page.
   *
   * @param limit 1 to {@value PageRequest#MOST}
   * @param cursor from another page of the same direction; null for the first page
   * @param count whether the total is wanted too, at the price of counting
   * @throws InvalidCursor when the cursor is of another list
   */
  public static RunQuery of(
      Direction direction, int limit, @Nullable String cursor, boolean count) {
    return new RunQuery(
        direction, PageRequest.of("runs " + direction, PageRequest.ID, limit, cursor, count));
  }

  /** Returns the key of an entry: its id. */
  public String key(Run run) {
    return run.id().toString();
  }
}
