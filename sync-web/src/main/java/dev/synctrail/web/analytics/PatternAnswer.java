package dev.synctrail.web.analytics;

import dev.synctrail.analytics.FailurePattern;
import dev.synctrail.analytics.Fingerprint;
import dev.synctrail.analytics.Precedent;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A failure pattern: failures with the same fingerprint. */
@Schema(name = "FailurePattern")
public record PatternAnswer(
    @Schema(
            description = "Stable id of the pattern",
            example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String fingerprint,
    @Schema(description = "Platform", example = "optimizely") PlatformId platform,
    @Schema(description = "Direction") Direction direction,
    @Schema(description = "Planned operation; absent if the sync failed before it was known")
        @Nullable Operation operation,
    @Schema(description = "Failure class") FailureClass failureClass,
    @Schema(description = "Error code of the platform", example = "E42")
        @Nullable String platformCode,
    @Schema(
            description = "Member named in the error, array indexes as `*`",
            example = "properties.*.type")
        @Nullable String field,
    @Schema(
            description =
                "Error message with the parts that differ between syncs replaced by"
                    + " placeholders",
            example = "Type <type> has <number> errors")
        String detail,
    @Schema(description = "Failures in the period, in whole days (UTC)") long count,
    @Schema(description = "Start of the first failure ever") Instant firstSeen,
    @Schema(description = "Start of the latest failure") Instant lastSeen,
    @Schema(description = "Second half of the period compared with the first")
        FailurePattern.Trend trend,
    @Schema(description = "Affected types, at most 100", example = "[\"ArticlePage\"]")
        List<TypeKey> affectedTypes,
    @Schema(description = "Failures per day (UTC); days without failures are omitted")
        List<DayCount> perDay,
    @Schema(description = "Latest failures; the syncs may be purged") List<SyncId> examples,
    @Schema(
            description =
                "Changes at most 24 hours and 50 syncs before the first failure: possible"
                    + " causes, no proof")
        List<Precedent> beganAfter) {

  static PatternAnswer of(FailurePattern pattern, Reporting.Span span) {
    Fingerprint kind = pattern.fingerprint();
    return new PatternAnswer(
        kind.hash(),
        kind.platform(),
        kind.direction(),
        kind.operation(),
        kind.failureClass(),
        kind.platformCode(),
        kind.field(),
        kind.detail(),
        pattern.count(),
        pattern.firstSeen(),
        pattern.lastSeen(),
        pattern.trend(span.firstDay(), span.afterLastDay()),
        pattern.types(),
        pattern.perDay().entrySet().stream()
            .map(day -> new DayCount(day.getKey(), day.getValue()))
            .toList(),
        pattern.examples(),
        pattern.beganAfter());
  }

  /** The number of failures on one day. */
  @Schema(name = "DayCount")
  public record DayCount(
      @Schema(description = "Day (UTC)") LocalDate day,
      @Schema(description = "Number of failures") long count) {}
}
