package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Measures;
import dev.synctrail.analytics.Metric;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The measures of one bucket. */
@Schema(
    name = "Metric",
    description =
        "Measures that were not requested are omitted; measures without data are null."
            + " Without `operation`: not known yet, or several operations.")
public record MetricAnswer(
    @Schema(description = "Start of the interval") @Nullable Instant start,
    @Schema(description = "Platform", example = "optimizely") @Nullable PlatformId platform,
    @Schema(description = "Content type", example = "ArticlePage") @Nullable TypeKey typeKey,
    @Schema(description = "Direction") @Nullable Direction direction,
    @Schema(description = "Operation") @Nullable Operation operation,
    @Schema(
            description = "All syncs except dry runs and operation NONE",
            implementation = Long.class,
            nullable = true)
        @Nullable JsonValue total,
    @Schema(description = "Syncs with status SUCCESS", implementation = Long.class, nullable = true)
        @Nullable JsonValue success,
    @Schema(description = "Syncs with status PARTIAL", implementation = Long.class, nullable = true)
        @Nullable JsonValue partial,
    @Schema(description = "Syncs with status FAILED", implementation = Long.class, nullable = true)
        @Nullable JsonValue failed,
    @Schema(
            description = "Syncs with status IN_PROGRESS",
            implementation = Long.class,
            nullable = true)
        @Nullable JsonValue inProgress,
    @Schema(description = "Syncs with status UNKNOWN", implementation = Long.class, nullable = true)
        @Nullable JsonValue unknown,
    @Schema(
            description = "Dry runs; not included in other measures",
            implementation = Long.class,
            nullable = true)
        @Nullable JsonValue dryRuns,
    @Schema(
            description =
                "Syncs that changed nothing (operation NONE); not included in other measures",
            implementation = Long.class,
            nullable = true)
        @Nullable JsonValue unchanged,
    @Schema(
            description = "Share of SUCCESS in final syncs, in percent",
            implementation = Double.class,
            nullable = true)
        @Nullable JsonValue successRate,
    @Schema(description = "In milliseconds", implementation = Double.class, nullable = true)
        @Nullable JsonValue averageDuration,
    @Schema(
            description = "In milliseconds, accurate to 1 %",
            implementation = Double.class,
            nullable = true)
        @Nullable JsonValue medianDuration,
    @Schema(
            description = "In milliseconds, accurate to 1 %",
            implementation = Double.class,
            nullable = true)
        @Nullable JsonValue p95Duration,
    @Schema(
            description = "In milliseconds, accurate to 1 %",
            implementation = Double.class,
            nullable = true)
        @Nullable JsonValue p99Duration,
    @Schema(description = "In milliseconds", implementation = Long.class, nullable = true)
        @Nullable JsonValue minDuration,
    @Schema(description = "In milliseconds", implementation = Long.class, nullable = true)
        @Nullable JsonValue maxDuration,
    @Schema(description = "Attempts per final sync", implementation = Double.class, nullable = true)
        @Nullable JsonValue averageTries,
    @Schema(
            description = "Ratio of stored to original payload bytes",
            implementation = Double.class,
            nullable = true)
        @Nullable JsonValue compressionRatio) {

  static MetricAnswer of(Metric metric, Set<Measure> requested) {
    Measures measures = metric.measures();
    return new MetricAnswer(
        metric.start(),
        metric.platform(),
        metric.typeKey(),
        metric.direction(),
        metric.operation(),
        Numbers.ifRequested(Measure.TOTAL, measures, requested),
        Numbers.ifRequested(Measure.SUCCESS, measures, requested),
        Numbers.ifRequested(Measure.PARTIAL, measures, requested),
        Numbers.ifRequested(Measure.FAILED, measures, requested),
        Numbers.ifRequested(Measure.IN_PROGRESS, measures, requested),
        Numbers.ifRequested(Measure.UNKNOWN, measures, requested),
        Numbers.ifRequested(Measure.DRY_RUNS, measures, requested),
        Numbers.ifRequested(Measure.UNCHANGED, measures, requested),
        Numbers.ifRequested(Measure.SUCCESS_RATE, measures, requested),
        Numbers.ifRequested(Measure.AVERAGE_DURATION, measures, requested),
        Numbers.ifRequested(Measure.MEDIAN_DURATION, measures, requested),
        Numbers.ifRequested(Measure.P95_DURATION, measures, requested),
        Numbers.ifRequested(Measure.P99_DURATION, measures, requested),
        Numbers.ifRequested(Measure.MIN_DURATION, measures, requested),
        Numbers.ifRequested(Measure.MAX_DURATION, measures, requested),
        Numbers.ifRequested(Measure.AVERAGE_ATTEMPTS, measures, requested),
        Numbers.ifRequested(Measure.COMPRESSION_RATIO, measures, requested));
  }
}
