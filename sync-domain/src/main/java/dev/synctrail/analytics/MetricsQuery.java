package dev.synctrail.analytics;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects the syncs to measure and how to group them. A period consists of whole quarter hours,
 * including those that contain the start and the end.
 *
 * @param from the start, inclusive
 * @param until the end, exclusive
 * @param granularity null for one bucket for the whole period
 */
public record MetricsQuery(
    SeriesFilter filter,
    Instant from,
    Instant until,
    @Nullable Granularity granularity,
    ZoneId zone,
    Set<Dimension> groupBy) {
  /** The maximum length of a period. */
  public static final Duration MAX_PERIOD = Duration.ofDays(3_660);

  /** The maximum number of buckets in a result. */
  public static final int MAX_BUCKETS = 10_000;

  /**
   * @throws InvalidMetricsQuery if the period ends before it starts, is too long, or has too many
   *     buckets
   */
  public MetricsQuery {
    groupBy = Set.copyOf(groupBy);
    if (until.isBefore(from)) {
      throw new InvalidMetricsQuery("endDate", "The end " + until + " is before the start " + from);
    }
    from = QuarterHour.of(from);
    until = QuarterHour.notBefore(until);
    if (Duration.between(from, until).compareTo(MAX_PERIOD) > 0) {
      throw new InvalidMetricsQuery(
          "startDate", "A period can have at most " + MAX_PERIOD.toDays() + " days");
    }
    if (granularity != null && granularity.maxBuckets(from, until) > MAX_BUCKETS) {
      throw tooMany();
    }
  }

  static InvalidMetricsQuery tooMany() {
    return new InvalidMetricsQuery(
        "granularity",
        "A response can have at most "
            + MAX_BUCKETS
            + " buckets; use a shorter period, a coarser granularity or fewer groups");
  }
}
