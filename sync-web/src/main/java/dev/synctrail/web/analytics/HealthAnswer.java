package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Anomaly;
import dev.synctrail.analytics.HealthReport;
import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Measures;
import dev.synctrail.analytics.Recommendation;
import dev.synctrail.analytics.Reporting;
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
        "Rates in percent, durations in milliseconds. Dry runs and operation NONE are counted apart"
            + " and in nothing else.")
public record HealthAnswer(
    @Schema(description = "The platform", required = true, example = "optimizely") String platform,
    @Schema(description = "Where the period begins", required = true) Instant startDate,
    @Schema(description = "Where it ends, itself outside", required = true) Instant endDate,
    @Schema(
            description = "SUCCESS of what is settled; PARTIAL is no success; null without any",
            required = true,
            implementation = Double.class,
            nullable = true,
            example = "97.5")
        JsonValue successRate,
    @Schema(
            description = "From the first byte sent to the end; null without any",
            required = true,
            implementation = Double.class,
            nullable = true,
            example = "412.5")
        JsonValue averageDuration,
    @Schema(
            description = "Half are not longer, within 1 %; null without any",
            required = true,
            implementation = Double.class,
            nullable = true,
            example = "390.2")
        JsonValue medianDuration,
    @Schema(
            description = "95 % are not longer, within 1 %; null without any",
            required = true,
            implementation = Double.class,
            nullable = true,
            example = "902.8")
        JsonValue p95Duration,
    @Schema(description = "All but dry runs and NONE", required = true) long totalSyncs,
    @Schema(description = "SUCCESS", required = true) long successfulSyncs,
    @Schema(description = "FAILED", required = true) long failedSyncs,
    @Schema(description = "PARTIAL", required = true) long partialSyncs,
    @Schema(description = "IN_PROGRESS", required = true) long inProgressSyncs,
    @Schema(description = "UNKNOWN", required = true) long unknownSyncs,
    @Schema(description = "Dry runs, in no other number", required = true) long dryRuns,
    @Schema(description = "What was there already (NONE), in no other number", required = true)
        long unchanged,
    @Schema(
            description = "Tries of a settled sync; null without any",
            required = true,
            implementation = Double.class,
            nullable = true,
            example = "1.08")
        JsonValue averageTries,
    @Schema(description = "Failed syncs since `recentSince`", required = true) long recentFailures,
    @Schema(description = "24 hours before the end unless configured", required = true)
        Instant recentSince,
    @Schema(
            description = "The most frequent kinds of failure",
            required = true,
            example = "[\"REJECTED: Type <type> has <number> errors (12 times)\"]")
        List<String> commonErrors,
    @Schema(
            description = "What to do",
            required = true,
            example = "[\"Renew the credentials of optimizely: it refused them 7 times.\"]")
        List<String> recommendations,
    @Schema(description = "The newest success ever, no dry run; left out when there was none")
        @Nullable SyncReference lastSuccessfulSync,
    @Schema(description = "The newest failure ever, no dry run; left out when there was none")
        @Nullable SyncReference lastFailedSync,
    @Schema(
            description = "Whether this server leaves the platform alone",
            required = true,
            enumeration = {"CLOSED", "OPEN", "HALF_OPEN"})
        String breaker,
    @Schema(description = "The evidence of `commonErrors`, at most 20", required = true)
        List<PatternAnswer> failurePatterns,
    @Schema(description = "What is far from the platform's own history", required = true)
        List<AnomalyAnswer> anomalies,
    @Schema(description = "The evidence of `recommendations`, in the same order", required = true)
        List<RecommendationAnswer> recommendationDetails) {

  static HealthAnswer of(HealthReport report) {
    Measures measures = report.measures();
    Reporting.Span span = new Reporting.Span(report.from(), report.until());
    return new HealthAnswer(
        report.platform().value(),
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
        Numbers.json(Measure.AVERAGE_TRIES, measures),
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
              description = "What is unusual",
              required = true,
              enumeration = {"successRate", "medianDuration"})
          String measure,
      @Schema(description = "On which day in UTC", required = true) LocalDate day,
      @Schema(description = "What it was", required = true, example = "41.2") BigDecimal value,
      @Schema(description = "The median of the days before", required = true, example = "97.8")
          BigDecimal usual,
      @Schema(
              description = "How many robust standard deviations away; 4 are far",
              required = true,
              example = "-12.4")
          BigDecimal deviation,
      @Schema(description = "From how many days the usual is known", required = true) int days) {

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
              description = "What to do",
              required = true,
              example = "Renew the credentials of optimizely: it refused them 7 times.")
          String text,
      @Schema(description = "The rule that fired", required = true, example = "credentials-refused")
          String rule,
      @Schema(
              description = "What it was decided by",
              required = true,
              type = SchemaType.OBJECT,
              example = "{\"failures.UNAUTHORIZED\": 7}")
          Map<String, BigDecimal> numbers,
      @Schema(
              description = "Where to look",
              required = true,
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
