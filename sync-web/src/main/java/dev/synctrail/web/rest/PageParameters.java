package dev.synctrail.web.rest;

import dev.synctrail.history.InvalidCursor;
import dev.synctrail.history.Page;
import dev.synctrail.history.PageRequest;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The requested page of a list.
 *
 * <pre>{@code
 * Page<Row> page = parameters.read(UUID::fromString, port::page, Row::id);
 * }</pre>
 */
public class PageParameters {
  private static final int BATCH = 1_000;
  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

  @QueryParam("limit")
  @Parameter(description = "Page size, 1 to 200; default 50")
  @Nullable Integer limit;

  @QueryParam("cursor")
  @Parameter(description = "`nextCursor` or `prevCursor` of the same list, filter and order")
  @Nullable String cursor;

  @QueryParam("count")
  @Parameter(description = "Adds `total`, the number of all entries")
  @Nullable Boolean count;

  @Context @Nullable UriInfo uri;

  /** Creates a query for one page. */
  @FunctionalInterface
  public interface Query<Q> {
    Q of(int limit, @Nullable String cursor, boolean count);
  }

  /** Reads at most {@code limit} entries after a key, or before it, nearest first. */
  @FunctionalInterface
  public interface Source<T, K> {
    List<T> read(@Nullable K key, boolean backwards, int limit);
  }

  /**
   * Creates the query for the requested page.
   *
   * @throws Problem 400 if the query rejects the limit or the cursor
   */
  public <Q> Q query(Query<Q> query) {
    int size = limit == null ? PageRequest.DEFAULT_LIMIT : limit;
    if (size < 1 || size > PageRequest.MAX_LIMIT) {
      throw Problem.malformedParameter("limit", "Must be from 1 to " + PageRequest.MAX_LIMIT);
    }
    try {
      return query.of(size, cursor, Boolean.TRUE.equals(count));
    } catch (InvalidCursor e) {
      throw Problem.malformedParameter("cursor", InvalidCursor.MESSAGE);
    }
  }

  /**
   * Reads the page of a list that is sorted by a key.
   *
   * @param parse reads the text of a key, which {@code toString()} writes
   * @param source reads the list; also counts it, in batches, if the total is requested
   * @param keyOf returns the key of an entry
   * @throws Problem 400
   */
  public <T, K> Page<T> read(Function<String, K> parse, Source<T, K> source, Function<T, K> keyOf) {
    return read(parse, source, keyOf, () -> counted(source, keyOf));
  }

  /** Like {@link #read}, for a list that can be counted without being read. */
  public <T, K> Page<T> read(
      Function<String, K> parse, Source<T, K> source, Function<T, K> keyOf, LongSupplier total) {
    PageRequest request = request();
    K key = key(request, parse);
    return request.page(
        source.read(key, request.backwards(), request.limit() + 1),
        entry -> keyOf.apply(entry).toString(),
        request.count() ? total.getAsLong() : null);
  }

  /**
   * Returns the page of a list that was read completely.
   *
   * @param all the list in its order, from which no entry is ever removed
   * @param keyOf returns the key of an entry
   * @throws Problem 400
   */
  public <T> Page<T> of(List<T> all, Function<T, String> keyOf) {
    PageRequest request = request();
    int at = request.key() == null ? -1 : all.stream().map(keyOf).toList().indexOf(request.key());
    if (request.key() != null && at < 0) {
      throw noCursor();
    }
    List<T> read =
        new ArrayList<>(request.backwards() ? all.subList(0, at) : all.subList(at + 1, all.size()));
    if (request.backwards()) {
      Collections.reverse(read);
    }
    return request.page(
        read.subList(0, Math.min(request.limit() + 1, read.size())),
        keyOf,
        request.count() ? (long) all.size() : null);
  }

  private PageRequest request() {
    return query((size, at, counting) -> PageRequest.of(scope(), ANY, size, at, counting));
  }

  /** A cursor is valid for one path with the same filter. */
  private String scope() {
    if (uri == null) {
      throw new IllegalStateException("JAX-RS did not set the address");
    }
    Map<String, List<String>> filter = new TreeMap<>(uri.getQueryParameters());
    filter.keySet().removeAll(List.of("cursor", "limit", "count"));
    return uri.getPath() + filter;
  }

  private static <K> @Nullable K key(PageRequest request, Function<String, K> parse) {
    String key = request.key();
    try {
      return key == null ? null : parse.apply(key);
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      throw noCursor();
    }
  }

  private static Problem noCursor() {
    return Problem.malformedParameter("cursor", InvalidCursor.MESSAGE);
  }

  private static <T, K> long counted(Source<T, K> source, Function<T, K> keyOf) {
    long total = 0;
    @Nullable K key = null;
    List<T> batch;
    do {
      batch = source.read(key, false, BATCH);
      total += batch.size();
      key = batch.isEmpty() ? key : keyOf.apply(batch.get(batch.size() - 1));
    } while (batch.size() == BATCH);
    return total;
  }
}
