package dev.synctrail.web.flowcontrol;

import dev.synctrail.flowcontrol.Freeze;
import dev.synctrail.flowcontrol.FreezeWindow;
import dev.synctrail.flowcontrol.Span;
import dev.synctrail.platform.PlatformId;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change freeze. */
@Schema(name = "Freeze")
public record FreezeAnswer(
    @Schema(description = "Its id", required = true) UUID id,
    @Schema(description = "The platform; absent for every one", example = "sandbox")
        @Nullable String platform,
    @Schema(description = "Its name", required = true, example = "Year end") String name,
    @Schema(description = "Why", required = true, example = "annual audit") String reason,
    @Schema(
            description = "Whose clocks it goes by, from the IANA time zone database",
            required = true,
            example = "Europe/Berlin")
        String zone,
    @Schema(description = "When, if it is once") @Nullable OnceAnswer once,
    @Schema(description = "When, if it is every week") @Nullable WeeklyAnswer weekly,
    @Schema(description = "Whether nothing is written now because of it", required = true)
        boolean lasts,
    @Schema(description = "When it starts next, or did start; absent when it never will again")
        @Nullable Instant nextStart,
    @Schema(description = "When it ends then") @Nullable Instant nextEnd,
    @Schema(description = "Who set it", required = true, example = "admin") String actor,
    @Schema(description = "When it was set", required = true) Instant createdAt,
    @Schema(description = "When it was removed") @Nullable Instant removedAt,
    @Schema(description = "Who removed it", example = "admin") @Nullable String removedBy) {

  /** Tells of a freeze as it is at {@code now}. */
  public static FreezeAnswer of(Freeze freeze, Instant now) {
    PlatformId platform = freeze.platform();
    Span next = freeze.next(now).orElse(null);
    return new FreezeAnswer(
        freeze.id(),
        platform == null ? null : platform.value(),
        freeze.name(),
        freeze.reason(),
        freeze.window().zone().getId(),
        freeze.window() instanceof FreezeWindow.Once once
            ? new OnceAnswer(once.from().toString(), once.until().toString())
            : null,
        freeze.window() instanceof FreezeWindow.Weekly weekly
            ? new WeeklyAnswer(
                weekly.fromDay(),
                weekly.from().toString(),
                weekly.untilDay(),
                weekly.until().toString())
            : null,
        next != null && next.holds(now),
        next == null ? null : next.start(),
        next == null ? null : next.end(),
        freeze.actor(),
        freeze.createdAt(),
        freeze.removedAt(),
        freeze.removedBy());
  }

  /** Once, by the clocks of the zone. */
  @Schema(name = "FreezeOnce")
  public record OnceAnswer(
      @Schema(
              description = "When it starts, a date and a time of day there, in milliseconds",
              required = true,
              example = "2026-12-20T18:00")
          String from,
      @Schema(description = "When it ends", required = true, example = "2027-01-03T06:00")
          String until) {}

  /** Every week, by the clocks of the zone. */
  @Schema(name = "FreezeWeekly")
  public record WeeklyAnswer(
      @Schema(
              description = "The day it starts",
              required = true,
              example = "FRIDAY",
              type = SchemaType.STRING,
              enumeration = {
                "MONDAY",
                "TUESDAY",
                "WEDNESDAY",
                "THURSDAY",
                "FRIDAY",
                "SATURDAY",
                "SUNDAY"
              })
          DayOfWeek fromDay,
      @Schema(description = "When it starts that day", required = true, example = "18:00")
          String from,
      @Schema(
              description = "The day it ends",
              required = true,
              example = "MONDAY",
              type = SchemaType.STRING,
              enumeration = {
                "MONDAY",
                "TUESDAY",
                "WEDNESDAY",
                "THURSDAY",
                "FRIDAY",
                "SATURDAY",
                "SUNDAY"
              })
          DayOfWeek untilDay,
      @Schema(description = "When it ends that day", required = true, example = "06:00")
          String until) {}
}
