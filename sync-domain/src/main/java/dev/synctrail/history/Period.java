package dev.synctrail.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A period of time as entered by users: dates mean whole days in UTC, and either end may be open.
 *
 * @param from the start, inclusive; null for no start
 * @param until the end, exclusive; null for no end
 */
public record Period(@Nullable Instant from, @Nullable Instant until) {
  /** The unlimited period. */
  public static final Period ALWAYS = new Period(null, null);

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  /**
   * @throws IllegalArgumentException if the end is before the start
   */
  public Period {
    if (from != null && until != null && until.isBefore(from)) {
      throw new IllegalArgumentException("The end " + until + " is before the start " + from);
    }
  }

  /**
   * Parses a start: an instant, or a date, which means the start of that day.
   *
   * @throws IllegalArgumentException if it is neither, or outside the years 1970 to 9999
   */
  public static Instant start(String text) {
    return isDate(text) ? startOf(date(text)) : instant(text);
  }

  /**
   * Parses an exclusive end: an instant, or a date, which means the end of that day.
   *
   * @throws IllegalArgumentException if it is neither, or outside the years 1970 to 9999
   */
  public static Instant end(String text) {
    return isDate(text) ? startOf(date(text).plusDays(1)) : instant(text);
  }

  /** Returns whether the period contains an instant. */
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
