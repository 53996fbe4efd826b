package dev.synctrail.analytics;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calculates measures of syncs by time and dimension. */
@ApplicationScoped
public class Measuring {
  private final SyncStatistics statistics;

  @Inject
  public Measuring(SyncStatistics statistics) {
    this.statistics = statistics;
  }

  /**
   * Returns the measures of all buckets that are not empty, sorted by time and then by name.
   *
   * @throws InvalidMetricsQuery if there are more than {@value MetricsQuery#MAX_BUCKETS}
   */
  public List<Metric> measure(MetricsQuery query) {
    Granularity granularity = query.granularity();
    boolean wholeDays = granularity == null || granularity.isOfWholeDays(query.zone());
    Set<Dimension> groupBy = query.groupBy();
    Map<Bucket, Measures> buckets = new HashMap<>();
    Map<Instant, Instant> starts = new HashMap<>();
    statistics.visit(
        new SyncStatistics.Scope(
            query.filter(),
            groupBy.contains(Dimension.TYPE),
            query.from(),
            query.until(),
            wholeDays ? query.until() : query.from()),
        (series, at, counts) -> {
          Bucket bucket =
              new Bucket(
                  granularity == null
                      ? null
                      : starts.computeIfAbsent(
                          at, quarter -> granularity.floor(quarter, query.zone())),
                  groupBy.contains(Dimension.PLATFORM) ? series.platform() : null,
                  groupBy.contains(Dimension.TYPE) ? series.typeKey() : null,
                  groupBy.contains(Dimension.DIRECTION) ? series.direction() : null,
                  groupBy.contains(Dimension.OPERATION) ? series.operation() : null);
          buckets.computeIfAbsent(bucket, absent -> new Measures()).add(series, counts);
          if (buckets.size() > MetricsQuery.MAX_BUCKETS) {
            throw MetricsQuery.tooMany();
          }
        });
    return buckets.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> entry.getKey().metric(entry.getValue()))
        .sorted(Metric.ORDER)
        .toList();
  }

  private record Bucket(
      @Nullable Instant start,
      @Nullable PlatformId platform,
      @Nullable TypeKey typeKey,
      @Nullable Direction direction,
      @Nullable Operation operation) {
    Metric metric(Measures measures) {
      return new Metric(start, platform, typeKey, direction, operation, measures);
    }
  }
}
