package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Measures;
import dev.synctrail.analytics.Metric;
import dev.synctrail.platform.Operation;
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
        "What was not asked for is left out; what there is nothing to say of is null. Without an"
            + " operation: not known yet, or of several.")
public record MetricAnswer(
    @Schema(description = "When the stretch of time begins") @Nullable Instant start,
    @Schema(description = "The platform", example = "optimizely") @Nullable String platform,
    @Schema(description = "The type", example = "ArticlePage") @Nullable String typeKey,
    @Schema(description = "Which way") @Nullable Direction direction,
    @Schema(description = "What was done") @Nullable Operation operation,
    @Schema(description = "All but dry runs and NONE", implementation = Long.class, nullable = true)
        @Nullable JsonValue total,
    @Schema(description = "How many are SUCCESS", implementation = Long.class, nullable = true)
        @Nullable JsonValue success,
    @Schema(description = "How many are PARTIAL", implementation = Long.class, nullable = true)
        @Nullable JsonValue partial,
    @Schema(description = "How many are FAILED", implementation = Long.class, nullable = true)
        @Nullable JsonValue failed,
    @Schema(description = "How many are IN_PROGRESS", implementation = Long.class, nullable = true)
        @Nullable JsonValue inProgress,
    @Schema(description = "How many are UNKNOWN", implementation = Long.class, nullable = true)
        @Nullable JsonValue unknown,
    @Schema(
            description = "Dry runs, in no other measure",
            implementation = Long.class,
            nullable = true)
        @Nullable JsonValue dryRuns,
    @Schema(
            description = "What was there already (NONE), in no other measure",
            implementation = Long.class,
            nullable = true)
        @Nullable JsonValue unchanged,
    @Schema(
            description = "SUCCESS of what is settled, in percent",
            implementation = Double.class,
            nullable = true)
        @Nullable JsonValue successRate,
    @Schema(description = "In milliseconds", implementation = Double.class, nullable = true)
        @Nullable JsonValue averageDuration,
    @Schema(
            description = "In milliseconds, within 1 %",
            implementation = Double.class,
            nullable = true)
        @Nullable JsonValue medianDuration,
    @Schema(
            description = "In milliseconds, within 1 %",
            implementation = Double.class,
            nullable = true)
        @Nullable JsonValue p95Duration,
    @Schema(
            description = "In milliseconds, within 1 %",
            implementation = Double.class,
            nullable = true)
        @Nullable JsonValue p99Duration,
    @Schema(description = "In milliseconds", implementation = Long.class, nullable = true)
        @Nullable JsonValue minDuration,
    @Schema(description = "In milliseconds", implementation = Long.class, nullable = true)
        @Nullable JsonValue maxDuration,
    @Schema(description = "Tries of a settled sync", implementation = Double.class, nullable = true)
        @Nullable JsonValue averageTries,
    @Schema(
            description = "Stored bytes of original bytes of the payloads",
            implementation = Double.class,
            nullable = true)
        @Nullable JsonValue compressionRatio) {

  static MetricAnswer of(Metric metric, Set<Measure> requested) {
    Measures measures = metric.measures();
    return new MetricAnswer(
        metric.start(),
        metric.platform() == null ? null : metric.platform().value(),
        metric.typeKey() == null ? null : metric.typeKey().value(),
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
        Numbers.ifRequested(Measure.AVERAGE_TRIES, measures, requested),
        Numbers.ifRequested(Measure.COMPRESSION_RATIO, measures, requested));
  }
}
