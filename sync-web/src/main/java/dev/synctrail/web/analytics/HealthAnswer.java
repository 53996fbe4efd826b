package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Anomaly;
import dev.synctrail.analytics.HealthReport;
import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Measures;
import dev.synctrail.analytics.Recommendation;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The health report of a platform. */
@Schema(
    name = "HealthReport",
    description =
        "Rates in percent, durations in milliseconds. Dry runs and operation NONE are"
            + " counted separately and excluded from all other figures.")
public record HealthAnswer(
    @Schema(description = "Platform", example = "optimizely") PlatformId platform,
    @Schema(description = "Start of the period") Instant startDate,
    @Schema(description = "End of the period, exclusive") Instant endDate,
    @Schema(
            description =
                "Share of SUCCESS in final syncs; PARTIAL does not count as success; null"
                    + " without syncs",
            implementation = Double.class,
            nullable = true,
            example = "97.5")
        JsonValue successRate,
    @Schema(
            description = "From the first byte sent to completion; null without syncs",
            implementation = Double.class,
            nullable = true,
            example = "412.5")
        JsonValue averageDuration,
    @Schema(
            description = "Median, accurate to 1 %; null without syncs",
            implementation = Double.class,
            nullable = true,
            example = "390.2")
        JsonValue medianDuration,
    @Schema(
            description = "95th percentile, accurate to 1 %; null without syncs",
            implementation = Double.class,
            nullable = true,
            example = "902.8")
        JsonValue p95Duration,
    @Schema(description = "All syncs except dry runs and operation NONE") long totalSyncs,
    @Schema(description = "SUCCESS") long successfulSyncs,
    @Schema(description = "FAILED") long failedSyncs,
    @Schema(description = "PARTIAL") long partialSyncs,
    @Schema(description = "IN_PROGRESS") long inProgressSyncs,
    @Schema(description = "UNKNOWN") long unknownSyncs,
    @Schema(description = "Dry runs; not included in other figures") long dryRuns,
    @Schema(
            description =
                "Syncs that changed nothing (operation NONE); not included in other figures")
        long unchanged,
    @Schema(
            description = "Average attempts per final sync; null without syncs",
            implementation = Double.class,
            nullable = true,
            example = "1.08")
        JsonValue averageTries,
    @Schema(description = "Failed syncs since `recentSince`") long recentFailures,
    @Schema(description = "Default 24 hours before the end, configurable") Instant recentSince,
    @Schema(
            description = "Most frequent errors",
            example = "[\"REJECTED: Type <type> has <number> errors (12 times)\"]")
        List<String> commonErrors,
    @Schema(
            description = "Recommended action",
            example = "[\"Renew the credentials of optimizely: they were rejected 7 times.\"]")
        List<String> recommendations,
    @Schema(description = "Latest successful sync, without dry runs; absent if none")
        @Nullable SyncReference lastSuccessfulSync,
    @Schema(description = "Latest failed sync, without dry runs; absent if none")
        @Nullable SyncReference lastFailedSync,
    @Schema(
            description = "State of the circuit breaker of this server",
            enumeration = {"CLOSED", "OPEN", "HALF_OPEN"})
        String breaker,
    @Schema(description = "Failure patterns behind `commonErrors`, at most 20")
        List<PatternAnswer> failurePatterns,
    @Schema(description = "Figures far from the usual values of the platform")
        List<AnomalyAnswer> anomalies,
    @Schema(description = "Details of `recommendations`, in the same order")
        List<RecommendationAnswer> recommendationDetails) {

  static HealthAnswer of(HealthReport report) {
    Measures measures = report.measures();
    Reporting.Span span = new Reporting.Span(report.from(), report.until());
    return new HealthAnswer(
        report.platform(),
        report.from(),
        report.until(),
        Numbers.json(Measure.SUCCESS_RATE, measures),
        Numbers.json(Measure.AVERAGE_DURATION, measures),
        Numbers.json(Measure.MEDIAN_DURATION, measures),
        Numbers.json(Measure.P95_DURATION, measures),
        measures.counted().total(),
        measures.counted().count(SyncStatus.SUCCESS),
        measures.counted().count(SyncStatus.FAILED),
        measures.counted().count(SyncStatus.PARTIAL),
        measures.counted().count(SyncStatus.IN_PROGRESS),
        measures.counted().count(SyncStatus.UNKNOWN),
        measures.dryRuns(),
        measures.unchanged(),
        Numbers.json(Measure.AVERAGE_ATTEMPTS, measures),
        report.recentFailures(),
        report.recentSince(),
        report.commonErrors(),
        report.recommendations().stream().map(Recommendation::text).toList(),
        SyncReference.of(report.lastSuccessful()),
        SyncReference.of(report.lastFailed()),
        report.breaker(),
        report.patterns().stream().map(pattern -> PatternAnswer.of(pattern, span)).toList(),
        report.anomalies().stream().map(AnomalyAnswer::of).toList(),
        report.recommendations().stream().map(RecommendationAnswer::of).toList());
  }

  /** A detected anomaly. */
  @Schema(name = "Anomaly")
  public record AnomalyAnswer(
      @Schema(
              description = "Measure",
              enumeration = {"successRate", "medianDuration"})
          String measure,
      @Schema(description = "Day (UTC)") LocalDate day,
      @Schema(description = "Value", example = "41.2") BigDecimal value,
      @Schema(description = "Median of the days before", example = "97.8") BigDecimal usual,
      @Schema(description = "Distance in robust standard deviations; 4 is far", example = "-12.4")
          BigDecimal deviation,
      @Schema(description = "Number of days behind the median") int days) {

    static AnomalyAnswer of(Anomaly anomaly) {
      return new AnomalyAnswer(
          anomaly.measure(),
          anomaly.day(),
          Numbers.rounded(anomaly.value()),
          Numbers.rounded(anomaly.usual()),
          Numbers.rounded(anomaly.deviation()),
          anomaly.days());
    }
  }

  /** A recommended action with its reason. */
  @Schema(name = "Recommendation")
  public record RecommendationAnswer(
      @Schema(
              description = "Recommended action",
              example = "Renew the credentials of optimizely: they were rejected 7 times.")
          String text,
      @Schema(description = "Rule that applied", example = "credentials-refused") String rule,
      @Schema(
              description = "Facts behind the decision",
              type = SchemaType.OBJECT,
              example = "{\"failures.UNAUTHORIZED\": 7}")
          Map<String, BigDecimal> numbers,
      @Schema(
              description = "Links to the syncs",
              example = "[\"/api/v1/sync/history?platform=optimizely&failureClass=UNAUTHORIZED\"]")
          List<String> links) {

    static RecommendationAnswer of(Recommendation recommendation) {
      Map<String, BigDecimal> numbers = new TreeMap<>();
      recommendation
          .numbers()
          .forEach((name, number) -> numbers.put(name, Numbers.rounded(number)));
      return new RecommendationAnswer(
          recommendation.text(), recommendation.rule(), numbers, recommendation.links());
    }
  }
}
