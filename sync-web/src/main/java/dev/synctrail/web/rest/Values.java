package dev.synctrail.web.rest;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.version.VersionId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts single values from and to text, in the same way in bodies and URLs. */
final class Values {
  private static final int WITHOUT_FRACTION = "1970-01-01T00:00:00Z".length();
  private static final long SECONDS_OF_DAY = 86_400;
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private Values() {}

  /** Returns the function that reads a value from its text; null for other types. */
  static @Nullable Function<String, ?> reader(Class<?> type) {
    if (type == Instant.class) {
      return Values::instant;
    } else if (type == UUID.class) {
      return Values::uuid;
    } else if (type == TypeKey.class) {
      return TypeKey::new;
    } else if (type == PlatformId.class) {
      return PlatformId::new;
    } else if (type == VersionId.class) {
      return VersionId::new;
    } else if (type == ContentHash.class) {
      return ContentHash::new;
    } else if (type == OnConflict.class) {
      return OnConflict::of;
    } else if (type == ZoneId.class) {
      return text -> parse(ZoneId::of, text, "a time zone such as Europe/Berlin");
    } else if (type == LocalDateTime.class) {
      return text ->
          parse(LocalDateTime::parse, text, "a date and a time of day such as 2026-12-20T18:00");
    } else if (type == LocalTime.class) {
      return text -> parse(LocalTime::parse, text, "a time of day such as 18:00");
    } else if (type == Boolean.class) {
      return Values::flag;
    } else if (type == Integer.class) {
      return Values::integer;
    } else if (type.isEnum()) {
      return text -> constant(type, text);
    }
    return null;
  }

  private static <T> T parse(Function<String, T> parser, String text, String expected) {
    try {
      return parser.apply(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Not " + expected, e);
    }
  }

  /**
   * Returns an instant in UTC with milliseconds. Years of four digits are formatted here, because
   * {@link Instant#toString} takes ten times as long and a page of a list has hundreds of instants.
   */
  @SuppressWarnings("JavaInstantGetSecondsGetNano") // both are used
  static String text(Instant instant) {
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      String text = instant.truncatedTo(ChronoUnit.MILLIS).toString();
      return text.length() == WITHOUT_FRACTION ? text.replace("Z", ".000Z") : text;
    }
    long second = instant.getEpochSecond();
    LocalDate date = LocalDate.ofEpochDay(second / SECONDS_OF_DAY);
    int ofDay = (int) (second % SECONDS_OF_DAY);
    byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);
    digits(date.getYear(), text, 4);
    digits(date.getMonthValue(), text, 7);
    digits(date.getDayOfMonth(), text, 10);
    digits(ofDay / 3600, text, 13);
    digits(ofDay / 60 % 60, text, 16);
    digits(ofDay % 60, text, 19);
    digits(instant.getNano() / 1_000_000, text, 23);
    return new String(text, StandardCharsets.US_ASCII);
  }

  /** Writes a number so that its last digit is before {@code end}. */
  private static void digits(int number, byte[] text, int end) {
    int at = end;
    for (int rest = number; rest > 0; rest /= 10) {
      text[--at] = (byte) ('0' + rest % 10);
    }
  }

  /**
   * Reads an ISO 8601 instant with any offset and truncates it to milliseconds.
   *
   * @throws IllegalArgumentException if the text is invalid or outside the years 1970 to 9999
   */
  static Instant instant(String text) {
    try {
      Instant read =
          DateTimeFormatter.ISO_OFFSET_DATE_TIME
              .parse(text, Instant::from)
              .truncatedTo(ChronoUnit.MILLIS);
      if (read.isBefore(FIRST) || read.isAfter(LAST)) {
        throw new IllegalArgumentException("Must be in the years 1970 to 9999");
      }
      return read;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Must be an ISO-8601 instant such as 2026-01-31T09:30:00.000Z", e);
    }
  }

  static UUID uuid(String text) {
    if (!UUID_TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("Must be a UUID of 36 characters");
    }
    return UUID.fromString(text);
  }

  static Boolean flag(String text) {
    if (!Set.of("true", "false").contains(text)) {
      throw new IllegalArgumentException("Must be true or false");
    }
    return Boolean.valueOf(text);
  }

  static Integer integer(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Must be a 32-bit integer", e);
    }
  }

  static Object constant(Class<?> type, String text) {
    Object[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> ((Enum<?>) constant).name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Must be one of "
                        + Arrays.stream(constants)
                            .map(constant -> ((Enum<?>) constant).name())
                            .collect(Collectors.joining(", "))));
  }
}
