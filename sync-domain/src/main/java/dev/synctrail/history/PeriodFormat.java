package dev.synctrail.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes the ends of a period as people enter them, in the time zone of a person.
 *
 * <p>An end can be an instant with offset ({@code 2026-01-31T09:30:00+01:00}), a local time ({@code
 * 2026-01-31 09:30}), a date ({@code 2026-01-31} or {@code 31.01.2026}), a day ({@code today},
 * {@code yesterday}), {@code now}, or the time since then ({@code -15m}, {@code 1h}, {@code -7d}).
 * As an end, a day includes all of it.
 *
 * @param zone the zone of local times, dates and days
 * @param now the present
 */
public record PeriodFormat(ZoneId zone, Instant now) {
  private static final Pattern SINCE =
      Pattern.compile("-?\\s?(\\d{1,4})\\s?(s|m|min|h|d|w)", Pattern.CASE_INSENSITIVE);

  private static final DateTimeFormatter GERMAN_DATE =
      DateTimeFormatter.ofPattern("d.M.uuuu", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter(Locale.ROOT);

  /** Writes no seconds and no fraction where they are zero. */
  private static final DateTimeFormatter SHORT_LOCAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendValue(ChronoField.HOUR_OF_DAY, 2)
          .appendLiteral(':')
          .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
          .toFormatter(Locale.ROOT);

  /**
   * Reads an inclusive start; of a day, its beginning.
   *
   * @throws IllegalArgumentException if the text means no time, or one outside the years 1970 to
   *     9999
   */
  public Instant start(String text) {
    return read(text, false);
  }

  /**
   * Reads an exclusive end; of a day, the beginning of the next day.
   *
   * @throws IllegalArgumentException if the text means no time, or one outside the years 1970 to
   *     9999
   */
  public Instant end(String text) {
    return read(text, true);
  }

  private Instant read(String text, boolean end) {
    String entered = text.strip();
    try {
      Optional<LocalDate> day = day(entered);
      if (day.isPresent()) {
        LocalDate first = end ? day.get().plusDays(1) : day.get();
        return checked(first.atStartOfDay(zone).toInstant());
      }
      Matcher since = SINCE.matcher(entered);
      if (since.matches()) {
        return checked(before(Long.parseLong(since.group(1)), since.group(2)));
      }
      if (entered.equalsIgnoreCase("now") || entered.equalsIgnoreCase("jetzt")) {
        return now;
      }
      return checked(time(entered, end));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Must be a time such as -1h, yesterday, 2026-01-31, 2026-01-31 09:30 or"
              + " 2026-01-31T09:30:00.000Z",
          e);
    }
  }

  private Optional<LocalDate> day(String text) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "today", "heute" -> Optional.of(today);
      case "yesterday", "gestern" -> Optional.of(today.minusDays(1));
      case "tomorrow", "morgen" -> Optional.of(today.plusDays(1));
      default -> {
        if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
          yield Optional.of(LocalDate.parse(text));
        }
        yield text.matches("\\d{1,2}\\.\\d{1,2}\\.\\d{4}")
            ? Optional.of(LocalDate.parse(text, GERMAN_DATE))
            : Optional.empty();
      }
    };
  }

  /** Days and weeks are those of the calendar: a day before a change of the clocks has 23 hours. */
  private Instant before(long number, String unit) {
    ZonedDateTime present = now.atZone(zone);
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "s" -> present.minusSeconds(number).toInstant();
      case "m", "min" -> present.minusMinutes(number).toInstant();
      case "h" -> present.minusHours(number).toInstant();
      case "d" -> present.minusDays(number).toInstant();
      default -> present.minusWeeks(number).toInstant();
    };
  }

  /** A local time that occurs twice is the first as a start and the second as an end. */
  private Instant time(String text, boolean end) {
    if (text.matches(".*\\d(Z|z|[+-]\\d\\d:\\d\\d(:\\d\\d)?)")) {
      return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
    }
    LocalDateTime local = LocalDateTime.parse(text.replace('T', ' '), LOCAL);
    ZonedDateTime zoned = local.atZone(zone);
    return (end ? zoned.withLaterOffsetAtOverlap() : zoned.withEarlierOffsetAtOverlap())
        .toInstant();
  }

  private static Instant checked(Instant at) {
    return Period.start(at.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  /** Returns an instant with the offset of the zone, which means the same to everyone. */
  public String instant(Instant at) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone));
  }

  /** Returns a short text that {@link #start} reads as the same instant. */
  public String startText(Instant at) {
    LocalDateTime local = LocalDateTime.ofInstant(at, zone);
    return local.toLocalDate().atStartOfDay(zone).toInstant().equals(at)
        ? local.toLocalDate().toString()
        : text(at, false);
  }

  /** Returns a short text that {@link #end} reads as the same instant. */
  public String endText(Instant at) {
    LocalDate day = LocalDate.ofInstant(at.minusMillis(1), zone);
    return day.plusDays(1).atStartOfDay(zone).toInstant().equals(at)
        ? day.toString()
        : text(at, true);
  }

  private String text(Instant at, boolean end) {
    LocalDateTime local = LocalDateTime.ofInstant(at, zone);
    LocalTime time = local.toLocalTime();
    String text =
        (time.truncatedTo(ChronoUnit.MINUTES).equals(time) ? SHORT_LOCAL : LOCAL).format(local);
    return time(text, end).equals(at) ? text : instant(at);
  }
}
