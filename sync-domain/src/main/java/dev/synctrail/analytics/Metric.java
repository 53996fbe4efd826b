package dev.synctrail.analytics;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The measures of one bucket; dimensions that are not grouped by are null.
 *
 * @param start the start of the time bucket; null for the whole period
 */
public record Metric(
    @Nullable Instant start,
    @Nullable PlatformId platform,
    @Nullable TypeKey typeKey,
    @Nullable Direction direction,
    @Nullable Operation operation,
    Measures measures) {
  /** By time, then by dimension; null first. */
  static final Comparator<Metric> ORDER =
      Comparator.comparing(Metric::start, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(metric -> text(metric.platform))
          .thenComparing(metric -> text(metric.typeKey))
          .thenComparing(metric -> text(metric.direction))
          .thenComparing(metric -> text(metric.operation));

  private static String text(@Nullable Object part) {
    return part == null ? "" : part.toString();
  }
}
