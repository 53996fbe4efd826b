package dev.synctrail.web.flowcontrol;

import dev.synctrail.flowcontrol.Freeze;
import dev.synctrail.flowcontrol.FreezeWindow;
import dev.synctrail.flowcontrol.Span;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.web.rest.RequestRules;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change freeze. */
@Schema(name = "Freeze")
public record FreezeAnswer(
    @Schema(description = "Id") UUID id,
    @Schema(description = "Platform; absent for all platforms", example = "sandbox")
        @Nullable PlatformId platform,
    @Schema(description = "Name", example = "Year end") String name,
    @Schema(description = "Reason", example = "annual audit") String reason,
    @Schema(description = "IANA time zone", example = "Europe/Berlin") String zone,
    @Schema(description = "One-time window") @Nullable OnceAnswer once,
    @Schema(description = "Weekly window") @Nullable WeeklyAnswer weekly,
    @Schema(description = "Whether the freeze is in effect now") boolean lasts,
    @Schema(description = "Current or next start; absent if there is none")
        @Nullable Instant nextStart,
    @Schema(description = "End of the current or next window") @Nullable Instant nextEnd,
    @Schema(description = "Set by", example = "admin") String actor,
    @Schema(description = "Time at which it was set") Instant createdAt,
    @Schema(description = "Removal time") @Nullable Instant removedAt,
    @Schema(description = "Removed by", example = "admin") @Nullable String removedBy) {

  /** Converts a freeze as of {@code now}. */
  public static FreezeAnswer of(Freeze freeze, Instant now) {
    Span next = freeze.next(now).orElse(null);
    return new FreezeAnswer(
        freeze.id(),
        freeze.platform(),
        freeze.name(),
        freeze.reason(),
        freeze.window().zone().getId(),
        freeze.window() instanceof FreezeWindow.Once once
            ? new OnceAnswer(once.from(), once.until())
            : null,
        freeze.window() instanceof FreezeWindow.Weekly weekly
            ? new WeeklyAnswer(weekly.fromDay(), weekly.from(), weekly.untilDay(), weekly.until())
            : null,
        next != null && next.holds(now),
        next == null ? null : next.start(),
        next == null ? null : next.end(),
        freeze.actor(),
        freeze.createdAt(),
        freeze.removedAt(),
        freeze.removedBy());
  }

  /** A single window, in local time of the zone. */
  @Schema(name = "FreezeOnce")
  public record OnceAnswer(
      @Schema(
              description = "Start, as date and time in the time zone",
              implementation = String.class,
              example = "2026-12-20T18:00")
          LocalDateTime from,
      @Schema(description = "End", implementation = String.class, example = "2027-01-03T06:00")
          LocalDateTime until)
      implements RequestRules {

    @Override
    public void check(BiConsumer<String, String> faults) {
      if (from != null && until != null) {
        checkUntil(this::window, faults);
      }
    }

    FreezeWindow window(ZoneId zone) {
      return new FreezeWindow.Once(from, until, zone);
    }
  }

  private static void checkUntil(Consumer<ZoneId> window, BiConsumer<String, String> faults) {
    try {
      window.accept(ZoneOffset.UTC);
    } catch (IllegalArgumentException e) {
      faults.accept("/until", String.valueOf(e.getMessage()));
    }
  }

  /** A weekly window, in local time of the zone. */
  @Schema(name = "FreezeWeekly")
  public record WeeklyAnswer(
      @Schema(
              description = "Start day",
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
      @Schema(description = "Start time", implementation = String.class, example = "18:00")
          LocalTime from,
      @Schema(
              description = "End day",
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
      @Schema(description = "End time", implementation = String.class, example = "06:00")
          LocalTime until)
      implements RequestRules {

    @Override
    public void check(BiConsumer<String, String> faults) {
      if (fromDay != null && from != null && untilDay != null && until != null) {
        checkUntil(this::window, faults);
      }
    }

    FreezeWindow window(ZoneId zone) {
      return new FreezeWindow.Weekly(fromDay, from, untilDay, until, zone);
    }
  }
}
