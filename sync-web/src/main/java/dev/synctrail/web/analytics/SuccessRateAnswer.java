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
    @Schema(description = "Platform", example = "optimizely") PlatformId platform,
    @Schema(description = "Start of the period") Instant startDate,
    @Schema(description = "End of the period, exclusive") Instant endDate,
    @Schema(
            description = "`success` divided by `settled`, in percent; null without syncs",
            implementation = Double.class,
            nullable = true,
            example = "97.5")
        JsonValue successRate,
    @Schema(description = "SUCCESS") long success,
    @Schema(description = "Final syncs: SUCCESS, PARTIAL and FAILED") long settled,
    @Schema(description = "Dry runs; excluded") long dryRuns,
    @Schema(description = "Syncs that changed nothing (operation NONE); excluded") long unchanged) {

  static SuccessRateAnswer of(PlatformId platform, Reporting.Span span, Measures measures) {
    return new SuccessRateAnswer(
        platform,
        span.from(),
        span.until(),
        Numbers.json(Measure.SUCCESS_RATE, measures),
        measures.counted().count(SyncStatus.SUCCESS),
        measures.counted().settled(),
        measures.dryRuns(),
        measures.unchanged());
  }
}
