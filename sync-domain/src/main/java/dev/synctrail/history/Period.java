package dev.synctrail.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time as people ask for it: dates mean whole days in UTC, and either end may be open.
 *
 * @param from the first instant inside; null for the beginning of time
 * @param until the first instant after it; null for no end
 */
public record Period(@Nullable Instant from, @Nullable Instant until) {
  /** All of it. */
  public static final Period ALWAYS = new Period(null, null);

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  /**
   * @throws IllegalArgumentException when it would end before it starts
   */
  public Period {
    if (from != null && until != null && until.isBefore(from)) {
      throw new IllegalArgumentException("The end " + until + " is before the start " + from);
    }
  }

  /**
   * Reads a start: an instant, or a date, which starts with its day.
   *
   * @throws IllegalArgumentException when it is neither, or outside the years 1970 to 9999
   */
  public static Instant start(String text) {
    return isDate(text) ? startOf(date(text)) : instant(text);
  }

  /**
   * Reads an end: an instant, itself outside, or a date, whose whole day is still inside.
   *
   * @throws IllegalArgumentException when it is neither, or outside the years 1970 to 9999
   */
  public static Instant end(String text) {
    return isDate(text) ? startOf(date(text).plusDays(1)) : instant(text);
  }

  /** Tells whether an instant is inside. */
  public boolean contains(Instant at) {
    return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
  }

  private static boolean isDate(String text) {
    return text.length() == "2026-01-31".length();
  }

  private static LocalDate date(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      requireInRange(startOf(date));
      return date;
    } catch (DateTimeException e) {
      throw unreadable(e);
    }
  }

  private static Instant instant(String text) {
    try {
      return requireInRange(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException e) {
      throw unreadable(e);
    }
  }

  private static Instant startOf(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Instant requireInRange(Instant at) {
    if (at.isBefore(FIRST) || at.isAfter(LAST)) {
      throw new IllegalArgumentException("Must be in the years 1970 to 9999");
    }
    return at;
  }

  private static IllegalArgumentException unreadable(DateTimeException cause) {
    return new IllegalArgumentException(
        "Must be a date such as 2026-01-31 or an instant such as" + " 2026-01-31T09:30:00.000Z",
        cause);
  }
}
