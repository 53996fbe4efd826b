package dev.synctrail.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list with cursors to the adjacent pages.
 *
 * @param nextCursor the cursor of the next page; null if there is none
 * @param prevCursor the cursor of the previous page; null if there is none
 * @param total the number of entries of the whole list; null unless requested
 */
public record Page<T>(
    List<T> data, @Nullable String nextCursor, @Nullable String prevCursor, @Nullable Long total) {

  public Page {
    data = List.copyOf(data);
  }

  /** Returns whether there is a next page. */
  public boolean hasMore() {
    return nextCursor != null;
  }
}
