package dev.synctrail.flowcontrol;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.function.Function;

/**
 * The time window of a change freeze, in the local time of a zone.
 *
 * <p>If its start or end falls into a gap because clocks are put forward, it is the moment of the
 * change. If it falls into an overlap because clocks are put back, the earlier of the two moments
 * is the start and the later is the end. A window that lies in a gap as a whole has no effect.
 * Times are truncated to milliseconds, as they are stored.
 */
public sealed interface FreezeWindow {

  /** Returns the time zone of the window. */
  ZoneId zone();

  /**
   * Returns the period that contains {@code now}, or else the next one; empty when there is none.
   */
  Optional<Span> next(Instant now);

  /** A window that occurs once. */
  record Once(LocalDateTime from, LocalDateTime until, ZoneId zone) implements FreezeWindow {
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;

    /**
     * @throws IllegalArgumentException when it ends before it starts, or is not within the years
     *     1970 to 9999
     */
    public Once {
      from = from.truncatedTo(ChronoUnit.MILLIS);
      until = until.truncatedTo(ChronoUnit.MILLIS);
      if (from.getYear() < FIRST_YEAR || until.getYear() > LAST_YEAR) {
        throw new IllegalArgumentException("Must be in the years 1970 to 9999");
      }
      if (!until.isAfter(from)) {
        throw new IllegalArgumentException("The end is before the start");
      }
    }

    @Override
    public Optional<Span> next(Instant now) {
      return Optional.of(span(from, until, zone)).filter(span -> span.lasts(now));
    }
  }

  /**
   * A window that occurs every week and lasts at most a week, from one day and time to the next
   * occurrence of another.
   */
  record Weekly(DayOfWeek fromDay, LocalTime from, DayOfWeek untilDay, LocalTime until, ZoneId zone)
      implements FreezeWindow {

    /**
     * @throws IllegalArgumentException when it would never end
     */
    public Weekly {
      from = from.truncatedTo(ChronoUnit.MILLIS);
      until = until.truncatedTo(ChronoUnit.MILLIS);
      if (fromDay == untilDay && from.equals(until)) {
        throw new IllegalArgumentException("The freeze would never end; use a pause instead");
      }
    }

    @Override
    public Optional<Span> next(Instant now) {
      LocalDate today = now.atZone(zone).toLocalDate();
      LocalDate last = today.with(TemporalAdjusters.previousOrSame(fromDay)).minusWeeks(1);
      Span span = beginning(last);
      for (int week = 1; !span.lasts(now); week++) {
        span = beginning(last.plusWeeks(week));
      }
      return Optional.of(span);
    }

    private Span beginning(LocalDate day) {
      LocalDate end = day.with(TemporalAdjusters.nextOrSame(untilDay));
      boolean aWeekLater = end.equals(day) && !until.isAfter(from);
      return span(day.atTime(from), (aWeekLater ? end.plusWeeks(1) : end).atTime(until), zone);
    }
  }

  private static Span span(LocalDateTime from, LocalDateTime until, ZoneId zone) {
    return new Span(
        limit(from, zone, ZoneOffsetTransition::getOffsetBefore),
        limit(until, zone, ZoneOffsetTransition::getOffsetAfter));
  }

  private static Instant limit(
      LocalDateTime local, ZoneId zone, Function<ZoneOffsetTransition, ZoneOffset> ofTwice) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change == null) {
      return local.atZone(zone).toInstant();
    }
    return change.isGap() ? change.getInstant() : local.toInstant(ofTwice.apply(change));
  }
}
