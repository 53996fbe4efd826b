package dev.synctrail.web.rest;

import dev.synctrail.history.InvalidCursor;
import dev.synctrail.history.PageRequest;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.history.SyncQuery;
import jakarta.ws.rs.QueryParam;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which page of a list of syncs is wanted. */
public class HistoryParameters {
  @QueryParam("limit")
  @Parameter(description = "Page size, 1 to 200; default 50")
  @Nullable Integer limit;

  @QueryParam("cursor")
  @Parameter(description = "`nextCursor` or `prevCursor` of the same list, filter and order")
  @Nullable String cursor;

  @QueryParam("count")
  @Parameter(description = "Adds `total`, the number of all entries")
  @Nullable Boolean count;

  /**
   * Returns the question that was asked.
   *
   * @throws Problem 400, with every fault
   */
  public SyncQuery query(SyncFilter filter, SyncOrder order) {
    return asked(
        limit, size -> SyncQuery.of(filter, order, size, cursor, Boolean.TRUE.equals(count)));
  }

  /** Makes a question for one page, with a problem for what it refuses. */
  public static <Q> Q asked(@Nullable Integer limit, Function<Integer, Q> question) {
    try {
      return question.apply(limit == null ? PageRequest.DEFAULT_LIMIT : limit);
    } catch (InvalidCursor e) {
      throw Problem.malformedParameter("cursor", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw Problem.malformedParameter("limit", "Must be from 1 to " + PageRequest.MAX_LIMIT);
    }
  }
}
