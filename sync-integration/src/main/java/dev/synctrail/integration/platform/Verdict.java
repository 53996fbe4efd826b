package dev.synctrail.integration.platform;

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
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says what an exchange's end means. A status from 400 on decides even when the body behind it
 * broke off; anything unclear after a write is an unknown outcome.
 */
public final class Verdict {
  private static final int MOST_FIELDS = 50;
  private static final int MOST_CHARACTERS = 500;

  private final String peer;
  private final BiFunction<Integer, Exchanged, Complaint> complaints;
  private final Clock clock;

  /**
   * @param peer what the platform is called in messages
   * @param complaints how the platform words a status from 400 on
   */
  public Verdict(String peer, BiFunction<Integer, Exchanged, Complaint> complaints, Clock clock) {
    this.peer = peer;
    this.complaints = complaints;
    this.clock = clock;
  }

  /**
   * What a platform said with a status from 400 on.
   *
   * @param failureClass null for what the status means by itself
   * @param code the platform's own error code, or null
   * @param fields the members it complained about; of many and long ones only the beginning is kept
   * @param notBefore from when on it wants to be asked again, or null where {@code Retry-After}
   *     says it
   */
  public record Complaint(
      @Nullable FailureClass failureClass,
      @Nullable String code,
      List<FieldError> fields,
      @Nullable Instant notBefore) {

    public Complaint {
      fields = List.copyOf(fields);
    }
  }

  /** Returns what the platform is called. */
  String peer() {
    return peer;
  }

  /**
   * Returns when the status is one of {@code good} and the answer came whole.
   *
   * @throws PlatformException otherwise, by what the caller can do about it
   */
  public void require(Exchanged ended, Outgoing out, Set<Integer> good, boolean write) {
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
  public PlatformException malformed(Exchanged ended, Outgoing out, String what, boolean write) {
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
    return switch (failure.failureClass()) {
      case CONFLICT, PRECONDITION_FAILED -> new Conflict(failure);
      case RATE_LIMITED -> new Unavailable(failure);
      case TIMEOUT -> write ? new OutcomeUnknown(failure) : new Unavailable(failure);
      default -> {
        if (status < 500) {
          yield new Rejected(failure);
        }
        yield write && status != 503 ? new OutcomeUnknown(failure) : new Unavailable(failure);
      }
    };
  }

  private Failure failure(Exchanged ended, Outgoing out, int status) {
    Complaint complaint = complaints.apply(status, ended);
    String code = complaint.code == null ? null : shortened(complaint.code);
    return new Failure(
        complaint.failureClass == null ? failureClass(status) : complaint.failureClass,
        peer
            + " answered "
            + status
            + " to "
            + out.name()
            + (code == null ? "" : " (" + code + ")"),
        status,
        code,
        complaint.fields.stream()
            .limit(MOST_FIELDS)
            .map(field -> new FieldError(shortened(field.field()), shortened(field.detail())))
            .toList(),
        retryAfter(ended, complaint).orElse(null));
  }

  private static FailureClass failureClass(int status) {
    return switch (status) {
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

  private static String shortened(String text) {
    return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
  }

  private Optional<Duration> retryAfter(Exchanged ended, Complaint complaint) {
    Optional<String> asked = ended.header("Retry-After").map(String::strip);
    if (asked.isEmpty()) {
      return Optional.ofNullable(complaint.notBefore).map(this::until);
    }
    try {
      if (asked.get().chars().allMatch(Character::isDigit)) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(asked.get())));
      }
      Instant now = ended.header("Date").map(Verdict::date).orElseGet(clock::instant);
      return Optional.of(between(now, date(asked.get())));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private Duration until(Instant then) {
    return between(clock.instant(), then);
  }

  private static Duration between(Instant now, Instant then) {
    Duration wait = Duration.between(now, then);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static Instant date(String value) {
    return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }
}
