package dev.synctrail.analytics;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** How long the stretches are that a period is cut into, by the clocks and calendars of a zone. */
public enum Granularity {
  QUARTER("15m", Duration.ofMinutes(15)) {
    @Override
    ZonedDateTime floor(ZonedDateTime at) {
      return QuarterHour.of(at.toInstant()).atZone(at.getZone());
    }
  },
  HOUR("1h", Duration.ofHours(1)) {
    @Override
    ZonedDateTime floor(ZonedDateTime at) {
      return at.truncatedTo(ChronoUnit.HOURS);
    }
  },
  /** From midnight, or where a clock skips that from the first time of the day. */
  DAY("1d", Duration.ofHours(23)) {
    @Override
    ZonedDateTime floor(ZonedDateTime at) {
      return startOf(at.toLocalDate(), at.getZone());
    }
  },
  /** From Monday. */
  WEEK("1w", Duration.ofHours(7 * 24 - 1)) {
    @Override
    ZonedDateTime floor(ZonedDateTime at) {
      return startOf(
          at.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), at.getZone());
    }
  },
  MONTH("1M", Duration.ofHours(28 * 24 - 1)) {
    @Override
    ZonedDateTime floor(ZonedDateTime at) {
      return startOf(at.toLocalDate().withDayOfMonth(1), at.getZone());
    }
  };

  private final String text;
  private final Duration least;

  Granularity(String text, Duration least) {
    this.text = text;
    this.least = least;
  }

  abstract ZonedDateTime floor(ZonedDateTime at);

  /** Returns the beginning of the stretch that an instant is in. */
  public Instant floor(Instant at, ZoneId zone) {
    return floor(at.atZone(zone)).toInstant();
  }

  /** Returns how it is asked for, such as {@code 15m} or {@code 1M}. */
  public String text() {
    return text;
  }

  /** Returns how many stretches a period can have at most. */
  long stretches(Instant from, Instant until) {
    return Duration.between(from, until).dividedBy(least) + 2;
  }

  /** Tells whether each stretch is made of whole days in UTC. */
  boolean isOfWholeDays(ZoneId zone) {
    return least.compareTo(DAY.least) >= 0 && zone.normalized().equals(ZoneOffset.UTC);
  }

  /**
   * Reads how it is asked for.
   *
   * @throws IllegalArgumentException when it is none of them
   */
  public static Granularity of(String text) {
    for (Granularity one : values()) {
      if (one.text.equals(text)) {
        return one;
      }
    }
    throw new IllegalArgumentException("Must be one of 15m, 1h, 1d, 1w, 1M");
  }

  private static ZonedDateTime startOf(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone);
  }
}
