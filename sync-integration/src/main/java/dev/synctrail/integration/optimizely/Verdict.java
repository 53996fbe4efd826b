package dev.synctrail.integration.optimizely;

import dev.synctrail.integration.http.Exchanged;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.platform.Conflict;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.Failure.FieldError;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.OutcomeUnknown;
import dev.synctrail.platform.PlatformException;
import dev.synctrail.platform.Rejected;
import dev.synctrail.platform.Unavailable;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what an exchange's end means. A status from 400 on decides even when the body behind it
 * broke off; anything unclear after a write is an unknown outcome.
 */
final class Verdict {
  private static final int MOST_FIELDS = 50;
  private static final int MOST_CHARACTERS = 500;

  private final Clock clock;

  Verdict(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns when the status is one of {@code good} and the answer came whole.
   *
   * @throws PlatformException otherwise, by what the caller can do about it
   */
  void require(Exchanged ended, Outgoing out, Set<Integer> good, boolean write) {
    Integer status = ended.status();
    Failure broke = ended.failure();
    if (status != null && status >= 400) {
      throw refused(ended, out, status, write);
    }
    if (broke != null) {
      throw broken(ended, broke, write);
    }
    if (status == null || !good.contains(status)) {
      throw malformed(ended, out, "unexpected status " + status, write);
    }
  }

  /** Says that an answer is not what the protocol promises. */
  PlatformException malformed(Exchanged ended, Outgoing out, String what, boolean write) {
    Failure failure =
        new Failure(
            FailureClass.MALFORMED_ANSWER,
            out.name() + ": " + what,
            ended.status(),
            null,
            List.of(),
            null);
    return write ? new OutcomeUnknown(failure) : new Unavailable(failure);
  }

  private static PlatformException broken(Exchanged ended, Failure broke, boolean write) {
    Failure failure =
        new Failure(broke.failureClass(), broke.message(), ended.status(), null, List.of(), null);
    if (!ended.left()) {
      return new Unavailable(failure);
    }
    if (write) {
      return new OutcomeUnknown(failure);
    }
    return broke.failureClass().isRetryable() ? new Unavailable(failure) : new Rejected(failure);
  }

  private PlatformException refused(Exchanged ended, Outgoing out, int status, boolean write) {
    Failure failure = failure(ended, out, status);
    return switch (status) {
      case 409, 412 -> new Conflict(failure);
      case 429, 503 -> new Unavailable(failure);
      case 408 -> write ? new OutcomeUnknown(failure) : new Unavailable(failure);
      default -> {
        if (status < 500) {
          yield new Rejected(failure);
        }
        yield write ? new OutcomeUnknown(failure) : new Unavailable(failure);
      }
    };
  }

  private Failure failure(Exchanged ended, Outgoing out, int status) {
    JsonObject problem = TypeJson.read(ended.body()).orElse(JsonValue.EMPTY_JSON_OBJECT);
    String code = text(problem, "code");
    return new Failure(
        failureClass(status, problem),
        "Optimizely answered "
            + status
            + " to "
            + out.name()
            + (code == null ? "" : " (" + code + ")"),
        status,
        code,
        fields(problem),
        retryAfter(ended).orElse(null));
  }

  private static FailureClass failureClass(int status, JsonObject problem) {
    return switch (status) {
      case 400 -> isBreaking(problem) ? FailureClass.BREAKING_CHANGE : FailureClass.REJECTED;
      case 401 -> FailureClass.UNAUTHORIZED;
      case 403 -> FailureClass.FORBIDDEN;
      case 404, 410 -> FailureClass.NOT_FOUND;
      case 408 -> FailureClass.TIMEOUT;
      case 409 -> FailureClass.CONFLICT;
      case 412 -> FailureClass.PRECONDITION_FAILED;
      case 429 -> FailureClass.RATE_LIMITED;
      default -> status < 500 ? FailureClass.REJECTED : FailureClass.UNAVAILABLE;
    };
  }

  private static boolean isBreaking(JsonObject problem) {
    String all = problem.toString();
    return all.contains("considered breaking") || all.contains("potentially result in data loss");
  }

  private static List<FieldError> fields(JsonObject problem) {
    List<FieldError> fields = new ArrayList<>();
    if (problem.get("errors") instanceof JsonArray errors) {
      for (JsonValue error : errors) {
        if (error instanceof JsonObject object && fields.size() < MOST_FIELDS) {
          String field = text(object, "field");
          String detail = text(object, "detail");
          fields.add(new FieldError(field == null ? "" : field, detail == null ? "" : detail));
        }
      }
    }
    String detail = text(problem, "detail");
    if (fields.isEmpty() && detail != null) {
      fields.add(new FieldError("", detail));
    }
    return fields;
  }

  private static @Nullable String text(JsonObject object, String name) {
    return TypeJson.text(object, name)
        .map(text -> text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text)
        .filter(text -> !text.isBlank())
        .orElse(null);
  }

  private Optional<Duration> retryAfter(Exchanged ended) {
    Optional<String> asked = ended.header("Retry-After").map(String::strip);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (asked.get().chars().allMatch(Character::isDigit)) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(asked.get())));
      }
      Instant now = ended.header("Date").map(Verdict::date).orElseGet(clock::instant);
      Duration wait = Duration.between(now, date(asked.get()));
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant date(String value) {
    return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }
}
