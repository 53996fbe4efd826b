package dev.synctrail.integration.optimizely.standin;

import dev.synctrail.integration.optimizely.standin.ResourceStore.Stored;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/** Conditional requests (RFC 9110) as the platform handles them: weak entity tags are ignored. */
final class Conditions {
  private Conditions() {}

  /** Returns whether the state known to the client is still the current one. */
  static boolean isUnchanged(Ledger.Entry request, Stored stored) {
    Optional<String> noneMatch = request.header("If-None-Match");
    if (noneMatch.isPresent()) {
      return matches(noneMatch.get(), stored.etag());
    }
    return request
        .header("If-Modified-Since")
        .flatMap(Conditions::date)
        .map(since -> !stored.modified().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
        .orElse(false);
  }

  /** Returns whether the change is conditional on another state. */
  static boolean isStale(Ledger.Entry request, Stored stored) {
    Optional<String> tags = request.header("If-Match").filter(value -> !onlyWeak(value));
    if (tags.isPresent()) {
      return !matches(tags.get(), stored.etag());
    }
    return request
        .header("If-Unmodified-Since")
        .flatMap(Conditions::date)
        .map(since -> stored.modified().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
        .orElse(false);
  }

  /** Adds the validators for a later conditional request. */
  static Reply validators(Reply reply, Stored stored) {
    return reply
        .header("ETag", stored.etag())
        .header(
            "Last-Modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                stored.modified().atOffset(ZoneOffset.UTC)));
  }

  private static boolean onlyWeak(String tags) {
    return Arrays.stream(tags.split(",", -1)).allMatch(tag -> tag.strip().startsWith("W/"));
  }

  private static boolean matches(String tags, String etag) {
    return Arrays.stream(tags.split(",", -1))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }

  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
