package dev.synctrail.web.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Converts single values from and to text, in the same way in bodies and URLs. */
final class Values {
  private static final int WITHOUT_FRACTION = "1970-01-01T00:00:00Z".length();
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private Values() {}

  static String text(Instant instant) {
    String text = instant.truncatedTo(ChronoUnit.MILLIS).toString();
    return text.length() == WITHOUT_FRACTION ? text.replace("Z", ".000Z") : text;
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
            () -> new IllegalArgumentException("Must be one of " + Arrays.toString(constants)));
  }
}
