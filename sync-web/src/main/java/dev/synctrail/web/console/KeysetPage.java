package dev.synctrail.web.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that goes on from a key, with the addresses of its neighbours.
 *
 * @param previous empty on the first page
 * @param next empty on the last one
 */
public record KeysetPage<T>(List<T> rows, String previous, String next) {
  private static final int SHOWN = 50;

  public KeysetPage {
    rows = List.copyOf(rows);
  }

  /** Reads so many rows beside a key, itself not among them. */
  @FunctionalInterface
  public interface Source<T, K> {
    List<T> read(@Nullable K beside, boolean backwards, int limit);
  }

  /** Returns a list with nothing in it. */
  public static <T> KeysetPage<T> none() {
    return new KeysetPage<>(List.of(), "", "");
  }

  /**
   * Reads the page that an address asks for; a place that cannot be understood is the start.
   *
   * @param pageAddress has what it lists beside {@code after} and {@code before}
   */
  public static <T, K> KeysetPage<T> of(
      PageAddress pageAddress,
      Function<String, K> reader,
      Function<T, K> key,
      Source<T, K> source) {
    K after = place(pageAddress.get("after"), reader);
    K before = place(pageAddress.get("before"), reader);
    boolean backwards = before != null;
    List<T> read = new ArrayList<>(source.read(backwards ? before : after, backwards, SHOWN + 1));
    boolean more = read.size() > SHOWN;
    if (more) {
      read.remove(SHOWN);
    }
    if (backwards) {
      Collections.reverse(read);
    }
    if (read.isEmpty()) {
      return none();
    }
    PageAddress start = pageAddress.with("after", null).with("before", null);
    boolean precedes = backwards ? more : after != null;
    boolean follows = backwards || more;
    return new KeysetPage<>(
        read,
        precedes ? "?" + start.with("before", key.apply(read.get(0)).toString()).query() : "",
        follows
            ? "?" + start.with("after", key.apply(read.get(read.size() - 1)).toString()).query()
            : "");
  }

  private static <K> @Nullable K place(@Nullable String text, Function<String, K> reader) {
    try {
      return text == null ? null : reader.apply(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
