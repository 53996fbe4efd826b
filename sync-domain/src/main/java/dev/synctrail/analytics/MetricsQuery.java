package dev.synctrail.analytics;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which syncs are measured, and how they are told apart. A period is made of whole quarters of an
 * hour: the one that the start is in, and the one that the end is in, are part of it.
 *
 * @param from inside
 * @param until the first instant outside
 * @param granularity null for the period as a whole
 */
public record MetricsQuery(
    @Nullable PlatformId platform,
    @Nullable TypeKey typeKey,
    @Nullable Direction direction,
    @Nullable Operation operation,
    Instant from,
    Instant until,
    @Nullable Granularity granularity,
    ZoneId zone,
    Set<Dimension> groupBy) {
  /** The longest period. */
  public static final Duration LONGEST = Duration.ofDays(3_660);

  /** How many lines an answer can have. */
  public static final int MOST_BUCKETS = 10_000;

  /**
   * @throws InvalidMetricsQuery when the period ends before it starts or is too long, or would be
   *     cut into too many stretches
   */
  public MetricsQuery {
    groupBy = Set.copyOf(groupBy);
    if (until.isBefore(from)) {
      throw new InvalidMetricsQuery("endDate", "The end " + until + " is before the start " + from);
    }
    from = QuarterHour.of(from);
    until = QuarterHour.notBefore(until);
    if (Duration.between(from, until).compareTo(LONGEST) > 0) {
      throw new InvalidMetricsQuery(
          "startDate", "A period can have at most " + LONGEST.toDays() + " days");
    }
    if (granularity != null && granularity.stretches(from, until) > MOST_BUCKETS) {
      throw tooMany();
    }
  }

  static InvalidMetricsQuery tooMany() {
    return new InvalidMetricsQuery(
        "granularity",
        "A response can have at most "
            + MOST_BUCKETS
            + " buckets; use a shorter period, a coarser granularity or fewer groups");
  }
}
