package dev.synctrail.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request for one page of a list, which also builds the page from the entries read.
 *
 * <p>The data source reads {@code limit + 1} entries after {@link #key} in list order or, if {@link
 * #backwards}, before it in reverse order. The extra entry tells whether there is another page.
 */
public final class PageRequest {
  /** The default number of entries per page. */
  public static final int DEFAULT_LIMIT = 50;

  /** The maximum number of entries per page. */
  public static final int MAX_LIMIT = 200;

  /** Matches a key that consists of an id only. */
  static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final String scope;
  private final int limit;
  private final @Nullable Cursor cursor;
  private final boolean count;

  private PageRequest(String scope, int limit, @Nullable Cursor cursor, boolean count) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "A page can have 1 to " + MAX_LIMIT + " entries, not " + limit);
    }
    this.scope = scope;
    this.limit = limit;
    this.cursor = cursor;
    this.count = count;
  }

  /**
   * Creates a request.
   *
   * @param scope identifies the list with its filter and order; a cursor is valid for one scope
   *     only
   * @param limit 1 to {@value #MAX_LIMIT}
   * @param cursor a cursor from another page of the same scope; null for the first page
   * @param count whether to return the total, which requires counting
   * @param keys the format of the keys of the list
   * @throws InvalidCursor if the cursor does not belong to this scope
   */
  public static PageRequest of(
      String scope, Pattern keys, int limit, @Nullable String cursor, boolean count) {
    if (cursor == null) {
      return new PageRequest(scope, limit, null, count);
    }
    Cursor read = Cursor.read(cursor, scope);
    if (!keys.matcher(read.key()).matches()) {
      throw new InvalidCursor();
    }
    return new PageRequest(scope, limit, read, count);
  }

  public int limit() {
    return limit;
  }

  /**
   * Returns the key of the entry next to which the page starts, exclusive; null for the first page.
   */
  public @Nullable String key() {
    return cursor == null ? null : cursor.key();
  }

  /** Returns whether the page is before the key instead of after it. */
  public boolean backwards() {
    return cursor != null && cursor.backwards();
  }

  /** Returns whether the total is requested. */
  public boolean count() {
    return count;
  }

  /**
   * Builds the page.
   *
   * @param read at most {@code limit + 1} entries, nearest to the key first
   * @param keyOf formats the key of an entry as returned by {@link #key}
   * @param total null if it was not requested
   */
  public <T> Page<T> page(List<T> read, Function<T, String> keyOf, @Nullable Long total) {
    boolean hasExtra = read.size() > limit;
    List<T> entries = new ArrayList<>(hasExtra ? read.subList(0, limit) : read);
    if (backwards()) {
      Collections.reverse(entries);
    }
    boolean hasNext = backwards() || hasExtra;
    boolean hasPrevious = backwards() ? hasExtra : cursor != null;
    return new Page<>(
        entries,
        hasNext && !entries.isEmpty()
            ? new Cursor(false, keyOf.apply(entries.get(entries.size() - 1))).text(scope)
            : null,
        hasPrevious && !entries.isEmpty()
            ? new Cursor(true, keyOf.apply(entries.get(0))).text(scope)
            : null,
        total);
  }
}
