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

/** The length of the time buckets of a period, in local time of a zone. */
public enum Granularity {
  QUARTER("15m", Duration.ofMinutes(15), Duration.ofMinutes(15)) {
    @Override
    ZonedDateTime floor(ZonedDateTime at) {
      return QuarterHour.of(at.toInstant()).atZone(at.getZone());
    }
  },
  HOUR("1h", Duration.ofHours(1), Duration.ofHours(1)) {
    @Override
    ZonedDateTime floor(ZonedDateTime at) {
      return at.truncatedTo(ChronoUnit.HOURS);
    }
  },
  /** Starts at midnight, or at the first valid time of a day without midnight. */
  DAY("1d", Duration.ofHours(23), Duration.ofHours(25)) {
    @Override
    ZonedDateTime floor(ZonedDateTime at) {
      return startOf(at.toLocalDate(), at.getZone());
    }
  },
  /** Starts on Monday. */
  WEEK("1w", Duration.ofHours(7 * 24 - 1), Duration.ofHours(7 * 24 + 1)) {
    @Override
    ZonedDateTime floor(ZonedDateTime at) {
      return startOf(
          at.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), at.getZone());
    }
  },
  MONTH("1M", Duration.ofHours(28 * 24 - 1), Duration.ofHours(31 * 24 + 1)) {
    @Override
    ZonedDateTime floor(ZonedDateTime at) {
      return startOf(at.toLocalDate().withDayOfMonth(1), at.getZone());
    }
  };

  private final String text;
  private final Duration minLength;
  private final Duration maxLength;

  Granularity(String text, Duration minLength, Duration maxLength) {
    this.text = text;
    this.minLength = minLength;
    this.maxLength = maxLength;
  }

  abstract ZonedDateTime floor(ZonedDateTime at);

  /** Returns the start of the bucket that contains an instant. */
  public Instant floor(Instant at, ZoneId zone) {
    return floor(at.atZone(zone)).toInstant();
  }

  /**
   * Returns the end of the bucket that starts at an instant, which is the start of the next one.
   */
  public Instant end(Instant start, ZoneId zone) {
    return floor(start.plus(maxLength), zone);
  }

  /** Returns the name in queries, such as {@code 15m} or {@code 1M}. */
  public String text() {
    return text;
  }

  /** Returns an upper bound for the number of buckets in a period. */
  long maxBuckets(Instant from, Instant until) {
    return Duration.between(from, until).dividedBy(minLength) + 2;
  }

  /** Returns whether each bucket consists of whole days in UTC. */
  boolean isOfWholeDays(ZoneId zone) {
    return minLength.compareTo(DAY.minLength) >= 0 && zone.normalized().equals(ZoneOffset.UTC);
  }

  /**
   * Parses the name in queries.
   *
   * @throws IllegalArgumentException if there is no such granularity
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
