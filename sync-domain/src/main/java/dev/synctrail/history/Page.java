package dev.synctrail.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, and the way to its neighbours.
 *
 * @param nextCursor leads to the entries after these; null when there are none
 * @param prevCursor leads to the entries before these; null when there are none
 * @param total how many entries the whole list has; null unless it was asked for
 */
public record Page<T>(
    List<T> data, @Nullable String nextCursor, @Nullable String prevCursor, @Nullable Long total) {

  public Page {
    data = List.copyOf(data);
  }

  /** Tells whether entries follow. */
  public boolean hasMore() {
    return nextCursor != null;
  }
}
