package dev.synctrail.web.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list in keyset pagination, with the addresses of the previous and the next page.
 *
 * @param previous empty on the first page
 * @param next empty on the last page
 */
public record KeysetPage<T>(List<T> rows, String previous, String next) {
  private static final int PAGE_SIZE = 50;

  public KeysetPage {
    rows = List.copyOf(rows);
  }

  /** Reads up to {@code limit} rows before or after a key, excluding the key itself. */
  @FunctionalInterface
  public interface Source<T, K> {
    List<T> read(@Nullable K key, boolean backwards, int limit);
  }

  /** Returns an empty page. */
  public static <T> KeysetPage<T> none() {
    return new KeysetPage<>(List.of(), "", "");
  }

  /**
   * Reads the page that an address selects; an unreadable key selects the first page.
   *
   * @param pageAddress holds {@code after} or {@code before}, and the parameters of the list
   */
  public static <T, K> KeysetPage<T> of(
      PageAddress pageAddress,
      Function<String, K> reader,
      Function<T, K> key,
      Source<T, K> source) {
    K after = key(pageAddress.get("after"), reader);
    K before = key(pageAddress.get("before"), reader);
    boolean backwards = before != null;
    List<T> read =
        new ArrayList<>(source.read(backwards ? before : after, backwards, PAGE_SIZE + 1));
    boolean more = read.size() > PAGE_SIZE;
    if (more) {
      read.remove(PAGE_SIZE);
    }
    if (backwards) {
      Collections.reverse(read);
    }
    if (read.isEmpty()) {
      return none();
    }
    PageAddress start = pageAddress.with("after", null).with("before", null);
    boolean hasPrevious = backwards ? more : after != null;
    boolean hasNext = backwards || more;
    return new KeysetPage<>(
        read,
        hasPrevious ? "?" + start.with("before", key.apply(read.get(0)).toString()).query() : "",
        hasNext
            ? "?" + start.with("after", key.apply(read.get(read.size() - 1)).toString()).query()
            : "");
  }

  private static <K> @Nullable K key(@Nullable String text, Function<String, K> reader) {
    try {
      return text == null ? null : reader.apply(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
