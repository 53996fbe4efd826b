package dev.synctrail.web.analytics;

import dev.synctrail.analytics.FailurePattern;
import dev.synctrail.analytics.Fingerprint;
import dev.synctrail.analytics.Precedent;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A failure pattern: failures with the same fingerprint. */
@Schema(name = "FailurePattern")
public record PatternAnswer(
    @Schema(
            description = "The same for the same kind, for ever",
            required = true,
            example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String fingerprint,
    @Schema(description = "Where", required = true, example = "optimizely") String platform,
    @Schema(description = "Which way", required = true) Direction direction,
    @Schema(description = "What was to be done; left out when it failed before that was known")
        @Nullable Operation operation,
    @Schema(description = "How it failed, in a word", required = true) FailureClass failureClass,
    @Schema(description = "The platform's own code", example = "E42") @Nullable String platformCode,
    @Schema(
            description = "The member complained about, indexes as `*`",
            example = "properties.*.type")
        @Nullable String field,
    @Schema(
            description = "What was said of it, what differs from sync to sync replaced",
            required = true,
            example = "Type <type> has <number> errors")
        String detail,
    @Schema(description = "How many in the period, whole days in UTC", required = true) long count,
    @Schema(description = "When the first one started, however long ago", required = true)
        Instant firstSeen,
    @Schema(description = "When the newest one started", required = true) Instant lastSeen,
    @Schema(description = "The second half of the period against the first", required = true)
        FailurePattern.Trend trend,
    @Schema(
            description = "The types it was ever seen with, at most 100",
            required = true,
            example = "[\"ArticlePage\"]")
        List<String> affectedTypes,
    @Schema(description = "How many on each day in UTC that had any", required = true)
        List<DayCount> perDay,
    @Schema(description = "The newest ones; their rows may be purged", required = true)
        List<UUID> examples,
    @Schema(
            description =
                "What changed at most 24 hours and 50 syncs before the first one; where to look"
                    + " first, not a proof",
            required = true)
        List<Change> beganAfter) {

  static PatternAnswer of(FailurePattern pattern, Reporting.Span span) {
    Fingerprint kind = pattern.fingerprint();
    return new PatternAnswer(
        kind.hash(),
        kind.platform().value(),
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
        pattern.types().stream().map(TypeKey::value).toList(),
        pattern.perDay().entrySet().stream()
            .map(day -> new DayCount(day.getKey(), day.getValue()))
            .toList(),
        pattern.examples().stream().map(SyncId::value).toList(),
        pattern.beganAfter().stream().map(Change::of).toList());
  }

  /** The number of failures on one day. */
  @Schema(name = "DayCount")
  public record DayCount(
      @Schema(description = "The day in UTC", required = true) LocalDate day,
      @Schema(description = "How many", required = true) long count) {}

  /** A change, for example of the adapter version, after which the failures began. */
  @Schema(name = "PrecedingChange")
  public record Change(
      @Schema(description = "What changed", required = true) Precedent.Kind kind,
      @Schema(description = "From what", required = true, example = "1.4.0") String from,
      @Schema(description = "To what", required = true, example = "1.5.0") String to,
      @Schema(description = "When the first sync with the new one started", required = true)
          Instant at,
      @Schema(description = "How many syncs it was good for before", required = true)
          int syncsBetween) {

    static Change of(Precedent precedent) {
      return new Change(
          precedent.kind(),
          precedent.from(),
          precedent.to(),
          precedent.at(),
          precedent.syncsBetween());
    }
  }
}
