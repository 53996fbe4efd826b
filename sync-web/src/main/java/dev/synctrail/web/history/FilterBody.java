package dev.synctrail.web.history;

import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.web.rest.JsonBody;
import java.util.EnumSet;
import java.util.Set;

/** Reads a filter from a JSON body, with the members and values of the query parameters. */
public final class FilterBody {
  private FilterBody() {}

  /** Reads a filter with any criterion. */
  public static SyncFilter read(JsonBody in) {
    return read(in, EnumSet.allOf(Criterion.class));
  }

  /** Reads a filter whose criteria can be checked without reading payloads. */
  public static SyncFilter readColumns(JsonBody in) {
    return read(in, EnumSet.complementOf(EnumSet.of(Criterion.POINTER, Criterion.VALUE)));
  }

  private static SyncFilter read(JsonBody in, Set<Criterion> allowed) {
    return SyncFilter.parse(
        criterion -> {
          String name = criterion.toString();
          if (!allowed.contains(criterion) || !in.has(name)) {
            return null;
          }
          return criterion.type() == Boolean.class
              ? String.valueOf(in.flag(name, false))
              : in.optionalText(name, Integer.MAX_VALUE);
        },
        (criterion, detail) -> in.fault(criterion.toString(), detail));
  }
}
