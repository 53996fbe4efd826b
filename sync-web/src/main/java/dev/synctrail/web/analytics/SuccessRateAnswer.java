package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Measures;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.json.JsonValue;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The success rate of a platform and the counts it is computed from. */
@Schema(name = "SuccessRate")
public record SuccessRateAnswer(
    @Schema(description = "The platform", required = true, example = "optimizely") String platform,
    @Schema(description = "Where the period begins", required = true) Instant startDate,
    @Schema(description = "Where it ends, itself outside", required = true) Instant endDate,
    @Schema(
            description = "`success` of `settled` in percent; null without any",
            required = true,
            implementation = Double.class,
            nullable = true,
            example = "97.5")
        JsonValue successRate,
    @Schema(description = "SUCCESS", required = true) long success,
    @Schema(description = "SUCCESS, PARTIAL and FAILED", required = true) long settled,
    @Schema(description = "Dry runs, left out", required = true) long dryRuns,
    @Schema(description = "What was there already (NONE), left out", required = true)
        long unchanged) {

  static SuccessRateAnswer of(PlatformId platform, Reporting.Span span, Measures measures) {
    return new SuccessRateAnswer(
        platform.value(),
        span.from(),
        span.until(),
        Numbers.json(Measure.SUCCESS_RATE, measures),
        measures.counted().count(SyncStatus.SUCCESS),
        measures.counted().settled(),
        measures.dryRuns(),
        measures.unchanged());
  }
}
