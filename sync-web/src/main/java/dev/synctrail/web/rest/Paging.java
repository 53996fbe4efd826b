package dev.synctrail.web.rest;

import dev.synctrail.snapshot.Checksum;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keyset pagination of a list, forwards or backwards: the requested page and its answer.
 *
 * <p>A cursor contains the key next to which the page begins and a fingerprint of all parameters
 * except {@code limit}. A cursor is rejected if it is used with another filter.
 *
 * <pre>{@code
 * Paging paging = Paging.requested(uri, limit, cursor);
 * List<Row> rows = port.page(paging.key(UUID::fromString), paging.backwards(), paging.limit() + 1);
 * Paging.Page<Row> page = paging.page(rows, Row::id);
 * return page.linked(Response.ok(new RowList(page.data(), page.nextCursor(), …)));
 * }</pre>
 */
public final class Paging {
  /** The maximum size of a page. */
  public static final int MAX_LIMIT = 200;

  private static final int DEFAULT_LIMIT = 50;
  private static final int BATCH = 1_000;
  private static final Pattern CURSOR = Pattern.compile("([<>])([0-9a-f]{16})(.*)", Pattern.DOTALL);

  private final UriInfo uri;
  private final int limit;
  private final String filter;
  private final @Nullable String key;
  private final boolean backwards;

  private Paging(UriInfo uri, int limit, String filter, @Nullable String key, boolean backwards) {
    this.uri = uri;
    this.limit = limit;
    this.filter = filter;
    this.key = key;
    this.backwards = backwards;
  }

  /**
   * Reads the parameters of a page.
   *
   * @param limit 1 to {@value #MAX_LIMIT}, or null for the default of 50
   * @param cursor from an earlier page of the same list and filter, or null for the first page
   * @throws Problem 400
   */
  public static Paging requested(UriInfo uri, @Nullable Integer limit, @Nullable String cursor) {
    int pageSize = limit == null ? DEFAULT_LIMIT : limit;
    if (pageSize < 1 || pageSize > MAX_LIMIT) {
      throw Problem.malformedParameter("limit", "Must be from 1 to " + MAX_LIMIT);
    }
    String filter = fingerprint(uri);
    if (cursor == null) {
      return new Paging(uri, pageSize, filter, null, false);
    }
    Matcher read = CURSOR.matcher(decode(cursor));
    if (!read.matches()) {
      throw Problem.malformedParameter("cursor", "Not a cursor of this API");
    }
    if (!read.group(2).equals(filter)) {
      throw Problem.malformedParameter("cursor", "Belongs to another list or filter");
    }
    return new Paging(uri, pageSize, filter, read.group(3), read.group(1).equals("<"));
  }

  private static String fingerprint(UriInfo uri) {
    Map<String, List<String>> parameters = new TreeMap<>(uri.getQueryParameters());
    parameters.keySet().removeAll(List.of("cursor", "limit", "count"));
    String all = uri.getPath() + parameters;
    return Checksum.of(all.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
  }

  private static String decode(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.malformedParameter("cursor", "Not a cursor of this API");
    }
  }

  private String encode(String direction, String at) {
    String text = direction + filter + at;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the size of the page. Read one more row to learn whether others follow. */
  public int limit() {
    return limit;
  }

  /**
   * Returns the key next to which the page begins, not included in the page; null for the first
   * page.
   *
   * @param read converts the text of the key
   * @throws Problem 400 if the text is not a key
   */
  public <K> @Nullable K key(Function<String, K> read) {
    try {
      return key == null ? null : read.apply(key);
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      throw Problem.malformedParameter("cursor", "Not a cursor of this API");
    }
  }

  /** Tells whether the page precedes the key, nearest first, instead of following it. */
  public boolean backwards() {
    return backwards;
  }

  /**
   * Creates the page from the rows that were read.
   *
   * @param read at most {@code limit + 1} rows in the requested direction
   * @param keyOf returns the key of a row, which {@link #key} reads again
   */
  public <T> Page<T> page(List<T> read, Function<T, String> keyOf) {
    boolean others = read.size() > limit;
    List<T> data = new ArrayList<>(others ? read.subList(0, limit) : read);
    if (backwards) {
      Collections.reverse(data);
    }
    boolean follows = backwards ? key != null : others;
    boolean precedes = backwards ? others : key != null;
    String next = null;
    String previous = null;
    if (!data.isEmpty()) {
      next = follows ? encode(">", keyOf.apply(data.get(data.size() - 1))) : null;
      previous = precedes ? encode("<", keyOf.apply(data.get(0))) : null;
    }
    return new Page<>(uri, data, next, previous);
  }

  /**
   * Creates the page of a list that was read completely.
   *
   * @param all the list in its order, from which no element is ever removed
   * @param keyOf returns the key of an element
   * @throws Problem 400 if the list does not contain the cursor's key
   */
  public <T> Page<T> of(List<T> all, Function<T, String> keyOf) {
    int at = key == null ? -1 : all.stream().map(keyOf).toList().indexOf(key);
    if (key != null && at < 0) {
      throw Problem.malformedParameter("cursor", "Not a cursor of this API");
    }
    List<T> read =
        new ArrayList<>(backwards ? all.subList(0, at) : all.subList(at + 1, all.size()));
    if (backwards) {
      Collections.reverse(read);
    }
    return page(read.subList(0, Math.min(limit + 1, read.size())), keyOf);
  }

  /** Returns the total number of elements if the client requested it. */
  public static @Nullable Long total(@Nullable Boolean count, LongSupplier counted) {
    return Boolean.TRUE.equals(count) ? counted.getAsLong() : null;
  }

  /**
   * Counts a list that is read by key, in batches.
   *
   * @param read returns at most a given number of elements after a key, or from the beginning
   * @param keyOf returns the key of an element
   */
  public static <T, K> long counted(Read<T, K> read, Function<T, K> keyOf) {
    long total = 0;
    @Nullable K position = null;
    List<T> batch;
    do {
      batch = read.after(position, BATCH);
      total += batch.size();
      position = batch.isEmpty() ? position : keyOf.apply(batch.get(batch.size() - 1));
    } while (batch.size() == BATCH);
    return total;
  }

  /** Reads a list by key. */
  @FunctionalInterface
  public interface Read<T, K> {
    /** Returns at most {@code limit} elements after the key, or from the beginning. */
    List<T> after(@Nullable K position, int limit);
  }

  /** A page that is ready to be answered. */
  public record Page<T>(
      UriInfo uri, List<T> data, @Nullable String nextCursor, @Nullable String prevCursor) {

    public Page {
      data = List.copyOf(data);
    }

    /** Tells whether another page follows. */
    public boolean hasMore() {
      return nextCursor != null;
    }

    /** Returns the page with each element converted to its answer. */
    public <R> Page<R> map(Function<T, R> answer) {
      return new Page<>(uri, data.stream().map(answer).toList(), nextCursor, prevCursor);
    }

    /** Adds the links to the adjacent pages (RFC 8288). */
    public Response linked(Response.ResponseBuilder response) {
      return Paging.linked(response, uri, nextCursor, prevCursor);
    }
  }

  /** Answers with a page of the history and the links to the adjacent pages (RFC 8288). */
  public static Response linked(Object answer, dev.synctrail.history.Page<?> page, UriInfo uri) {
    return linked(Response.ok(answer), uri, page.nextCursor(), page.prevCursor());
  }

  private static Response linked(
      Response.ResponseBuilder response,
      UriInfo uri,
      @Nullable String nextCursor,
      @Nullable String prevCursor) {
    link(response, uri, "next", nextCursor);
    link(response, uri, "prev", prevCursor);
    return response.build();
  }

  private static void link(
      Response.ResponseBuilder response, UriInfo uri, String rel, @Nullable String cursor) {
    if (cursor != null) {
      response.link(uri.getRequestUriBuilder().replaceQueryParam("cursor", cursor).build(), rel);
    }
  }
}
