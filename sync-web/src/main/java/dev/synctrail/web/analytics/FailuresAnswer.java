package dev.synctrail.web.analytics;

import dev.synctrail.analytics.FailurePattern;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The failure patterns of a platform. */
@Schema(name = "FailurePatterns")
public record FailuresAnswer(
    @Schema(description = "Platform", example = "optimizely") PlatformId platform,
    @Schema(description = "Start of the period") Instant startDate,
    @Schema(description = "End of the period, exclusive") Instant endDate,
    @Schema(description = "Most frequent first, at most 200") List<PatternAnswer> failurePatterns) {
  static final int MAX_PATTERNS = 200;

  static FailuresAnswer of(
      PlatformId platform, Reporting.Span span, List<FailurePattern> patterns) {
    return new FailuresAnswer(
        platform,
        span.from(),
        span.until(),
        patterns.stream().map(pattern -> PatternAnswer.of(pattern, span)).toList());
  }
}
