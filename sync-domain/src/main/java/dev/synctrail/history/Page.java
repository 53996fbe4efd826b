package dev.synctrail.history;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list with cursors to the adjacent pages.
 *
 * @param nextCursor the cursor of the next page; null if there is none
 * @param prevCursor the cursor of the previous page; null if there is none
 * @param hasMore whether there is a next page
 * @param total the number of entries of the whole list; null unless requested
 */
public record Page<T>(
    List<T> data,
    @Nullable String nextCursor,
    @Nullable String prevCursor,
    boolean hasMore,
    @Nullable Long total)
    implements PageCursors {

  public Page {
    data = List.copyOf(data);
  }

  Page(
      List<T> data,
      @Nullable String nextCursor,
      @Nullable String prevCursor,
      @Nullable Long total) {
    this(data, nextCursor, prevCursor, nextCursor != null, total);
  }

  /** Returns the page with each entry converted. */
  public <R> Page<R> map(Function<T, R> convert) {
    return mapAll(entries -> entries.stream().map(convert).toList());
  }

  /** Returns the page with its entries converted together, in the same order. */
  public <R> Page<R> mapAll(Function<List<T>, List<R>> convert) {
    return new Page<>(convert.apply(data), nextCursor, prevCursor, hasMore, total);
  }
}
