package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Granularity;
import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Metric;
import dev.synctrail.analytics.MetricsQuery;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The measures of all buckets. */
@Schema(name = "Metrics")
public record MetricsAnswer(
    @Schema(description = "Start of the period, rounded to a quarter of an hour") Instant startDate,
    @Schema(description = "End of the period, exclusive") Instant endDate,
    @Schema(description = "Length of an interval; absent for the whole period", example = "1d")
        @Nullable String granularity,
    @Schema(description = "IANA time zone", example = "Europe/Berlin") String zone,
    @Schema(
            description =
                "Intervals with syncs, by start, platform, type, direction and operation; at"
                    + " most 10 000")
        List<MetricAnswer> data) {

  static MetricsAnswer of(MetricsQuery query, List<Metric> metrics, Set<Measure> requested) {
    Granularity granularity = query.granularity();
    return new MetricsAnswer(
        query.from(),
        query.until(),
        granularity == null ? null : granularity.text(),
        query.zone().getId(),
        metrics.stream().map(metric -> MetricAnswer.of(metric, requested)).toList());
  }
}
