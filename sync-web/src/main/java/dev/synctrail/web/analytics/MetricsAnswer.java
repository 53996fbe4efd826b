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
    @Schema(
            description = "Where the period begins: with the quarter of an hour that was asked for",
            required = true)
        Instant startDate,
    @Schema(description = "Where it ends, itself outside", required = true) Instant endDate,
    @Schema(description = "How long a stretch is; left out for the whole period", example = "1d")
        @Nullable String granularity,
    @Schema(
            description = "Whose clocks and calendar are meant",
            required = true,
            example = "Europe/Berlin")
        String zone,
    @Schema(
            description =
                "Every bucket in which there is anything, by start, platform, type, direction and"
                    + " operation; at most 10 000",
            required = true)
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
