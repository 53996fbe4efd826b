package dev.synctrail.web.analytics;

import dev.synctrail.analytics.InvalidMetricsQuery;
import dev.synctrail.web.rest.Problem;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads query parameters and rejects invalid ones with a problem that names the parameter. */
final class AnalyticsParameters {
  private AnalyticsParameters() {}

  static <T> @Nullable T read(String name, @Nullable String text, Function<String, T> reader) {
    if (text == null) {
      return null;
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw Problem.malformedParameter(name, String.valueOf(e.getMessage()));
    }
  }

  /** Reads several values separated by commas. */
  static <T> Set<T> readAll(String name, @Nullable String text, Function<String, T> reader) {
    Set<T> all = new LinkedHashSet<>();
    if (text != null) {
      for (String value : List.of(text.split(",", -1))) {
        all.add(Objects.requireNonNull(read(name, value, reader), "a non-null text has a value"));
      }
    }
    return all;
  }

  static ZoneId zone(@Nullable String text) {
    if (text == null) {
      return ZoneOffset.UTC;
    }
    if (!ZoneId.getAvailableZoneIds().contains(text)) {
      throw Problem.malformedParameter("zone", "Must be an IANA time zone such as Europe/Berlin");
    }
    return ZoneId.of(text);
  }

  static <T> T rejectingInvalid(Supplier<T> query) {
    try {
      return query.get();
    } catch (InvalidMetricsQuery e) {
      throw Problem.malformedParameter(e.parameter(), String.valueOf(e.getMessage()));
    }
  }
}
