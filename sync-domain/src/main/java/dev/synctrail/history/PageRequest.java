package dev.synctrail.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted, and how the entries that were read for it become the page.
 *
 * <p>Whoever answers reads {@code limit + 1} entries after {@link #key} in the order of the list,
 * or before it and in the opposite order when {@link #backwards}; the one too many tells whether
 * there is another page.
 */
public final class PageRequest {
  /** How many entries a page has unless asked otherwise. */
  public static final int USUAL = 50;

  /** The most entries a page can have. */
  public static final int MOST = 200;

  /** A key that is an id and nothing else. */
  static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final String scope;
  private final int limit;
  private final @Nullable Cursor cursor;
  private final boolean count;

  private PageRequest(String scope, int limit, @Nullable Cursor cursor, boolean count) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("A page can have 1 to " + MOST + " entries, not " + limit);
    }
    this.scope = scope;
    this.limit = limit;
    this.cursor = cursor;
    this.count = count;
  }

  /**
   * Asks for a page.
   *
   * @param scope names the list with its filter and order; a cursor is good for one scope only
   * @param limit 1 to {@value #MOST}
   * @param cursor from another page of the same scope; null for the first page
   * @param count whether the total is wanted too, at the price of counting
   * @param keys what every key of the list looks like
   * @throws InvalidCursor when the cursor is not of this scope
   */
  static PageRequest of(
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

  /** Returns the key of the entry beside which the page begins; null for the first page. */
  public @Nullable String key() {
    return cursor == null ? null : cursor.key();
  }

  /** Tells whether the page lies before the key instead of after it. */
  public boolean backwards() {
    return cursor != null && cursor.backwards();
  }

  /** Tells whether the total is wanted. */
  public boolean count() {
    return count;
  }

  /**
   * Makes the page.
   *
   * @param read at most {@code limit + 1} entries, nearest to the key first
   * @param keyOf writes an entry's key as {@link #key} gives it back
   * @param total null when it was not wanted
   */
  public <T> Page<T> page(List<T> read, Function<T, String> keyOf, @Nullable Long total) {
    boolean others = read.size() > limit;
    List<T> entries = new ArrayList<>(others ? read.subList(0, limit) : read);
    if (backwards()) {
      Collections.reverse(entries);
    }
    boolean follows = backwards() || others;
    boolean precedes = backwards() ? others : cursor != null;
    return new Page<>(
        entries,
        follows && !entries.isEmpty()
            ? new Cursor(false, keyOf.apply(entries.get(entries.size() - 1))).text(scope)
            : null,
        precedes && !entries.isEmpty()
            ? new Cursor(true, keyOf.apply(entries.get(0))).text(scope)
            : null,
        total);
  }
}
