package dev.synctrail.integration.adapter;

import dev.synctrail.gateway.ConflictFound;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OutcomeUnknown;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.Unavailable;
import dev.synctrail.integration.http.DecodedBody;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.text.ForeignText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says what an exchange's end means. A status from 400 on decides even when the body behind it
 * broke off, but for "not there", which only the platform itself can say; a status below proves
 * nothing without the body. Anything unclear after a write is an unknown outcome.
 */
public final class ResponseClassifier {
  private static final int MOST_FIELDS = 50;
  private static final int MOST_CHARACTERS = 500;
  private static final int LONGEST_MESSAGE = 4_000;
  private static final int REFUSED = 400;

  private final String peer;
  private final BiFunction<Integer, ExchangeResult, Complaint> complaints;
  private final Clock clock;

  /**
   * @param peer what the platform is called in messages
   * @param complaints how the platform words a status from 400 on
   */
  public ResponseClassifier(
      String peer, BiFunction<Integer, ExchangeResult, Complaint> complaints, Clock clock) {
    this.peer = peer;
    this.complaints = complaints;
    this.clock = clock;
  }

  /**
   * What a platform said with a status from 400 on.
   *
   * @param failureClass null to derive it from the status
   * @param code the platform's own error code, or null
   * @param words its reasons that are about no member, such as title and detail
   * @param fields the members it complained about; of many and long ones only the beginning is kept
   * @param notBefore from when on it wants to be asked again, or null where {@code Retry-After}
   *     says it
   * @param own whether the answer has the form in which the platform itself says no
   */
  public record Complaint(
      @Nullable FailureClass failureClass,
      @Nullable String code,
      List<String> words,
      List<FieldError> fields,
      @Nullable Instant notBefore,
      boolean own) {

    public Complaint {
      words = List.copyOf(words);
      fields = List.copyOf(fields);
    }

    /** Returns all that was said, each thing once. */
    private String said() {
      Set<String> said = new LinkedHashSet<>(words);
      fields.stream()
          .limit(MOST_FIELDS)
          .filter(error -> !said.contains(error.detail()))
          .map(
              error ->
                  error.field().isEmpty() ? error.detail() : error.field() + " " + error.detail())
          .toList()
          .forEach(said::add);
      said.removeIf(String::isBlank);
      return String.join("; ", said);
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
  public void require(ExchangeResult ended, Outgoing out, Set<Integer> good, boolean write) {
    Integer status = ended.status();
    Failure broke = ended.failure();
    if (status != null && status >= REFUSED) {
      throw refused(ended, out, status, write);
    }
    if (broke != null) {
      throw broken(ended, broke, write);
    }
    if (status == null || !good.contains(status)) {
      throw malformed(ended, out, "unexpected status " + status, write);
    }
  }

  /** Tells whether the platform itself says that what was asked for is not there. */
  public boolean isAbsent(ExchangeResult ended) {
    Integer status = ended.status();
    return status != null && isNotThere(status) && complaints.apply(status, ended).own;
  }

  /**
   * Returns the object that a write was answered with, in which the caller looks for the proof that
   * it was done.
   *
   * @throws OutcomeUnknown when there is none, or when it is a refusal in spite of its status
   */
  public JsonObject proof(ExchangeResult ended, Outgoing out) {
    if (ended.isEmpty()) {
      throw unconfirmed(out, ended.status(), "without showing what it stored");
    }
    JsonObject answer = object(ended, out, true);
    if (isRefusal(answer)) {
      throw unproven(ended, out, "");
    }
    return answer;
  }

  /** Says that an answer with a good status does not show what was written. */
  public OutcomeUnknown unproven(ExchangeResult ended, Outgoing out, String what) {
    JsonObject answer = LiveJson.loosely(ended).orElse(JsonValue.EMPTY_JSON_OBJECT);
    if (!isRefusal(answer)) {
      return new OutcomeUnknown(malformation(ended, out, what));
    }
    int meant =
        answer.get("status") instanceof JsonNumber number && number.intValue() >= REFUSED
            ? number.intValue()
            : REFUSED;
    Complaint complaint = complaints.apply(meant, ended);
    return new OutcomeUnknown(
        new Failure(
            complaint.failureClass == null ? failureClass(meant) : complaint.failureClass,
            worded(out, ended.status() + ", with a refusal,", complaint),
            ended.status(),
            complaint.code,
            shortened(complaint.fields),
            null));
  }

  /** Says that the platform calls a write done, and has not shown that it is. */
  public OutcomeUnknown unconfirmed(Outgoing out, @Nullable Integer status, String how) {
    return new OutcomeUnknown(
        new Failure(
            FailureClass.UNCONFIRMED,
            peer + " answered " + status + " to " + out.name() + " " + how,
            status,
            null,
            List.of(),
            null));
  }

  /** Tells whether an answer says no, whatever its status: no resource has such members. */
  private static boolean isRefusal(JsonObject answer) {
    JsonValue errors = answer.get("errors");
    return isSaid(answer.get("error"))
        || (errors instanceof JsonArray several && !several.isEmpty())
        || (errors instanceof JsonObject named && !named.isEmpty())
        || (answer.get("status") instanceof JsonNumber status && status.intValue() >= REFUSED);
  }

  /** Tells whether a member that holds an error holds one. */
  static boolean isSaid(@Nullable JsonValue error) {
    return error != null && !LiveJson.isDefault(error);
  }

  /**
   * Returns the object of an answer, as it can be kept.
   *
   * @throws PlatformException when there is none, telling the place that is wrong
   */
  public JsonObject object(ExchangeResult ended, Outgoing out, boolean write) {
    DecodedBody decodedBody = ended.decoded();
    Snapshot text = decodedBody.text();
    if (text == null) {
      String fault = decodedBody.whyNot().orElse("has no body");
      throw decodedBody.tooLarge()
          ? tooLarge(ended, out, fault, write)
          : malformed(ended, out, "the response " + fault, write);
    }
    try {
      return StrictJson.readObject(text.bytes()).object();
    } catch (MalformedJson e) {
      String place = e.pointer().isEmpty() ? "" : " at \"" + e.pointer() + "\"";
      throw malformed(
          ended, out, "the response is not valid JSON" + place + ": " + e.detail(), write);
    }
  }

  private String words(ExchangeResult ended) {
    return " " + complaints.apply(REFUSED, ended).said();
  }

  private static PlatformException tooLarge(
      ExchangeResult ended, Outgoing out, String fault, boolean write) {
    Failure failure =
        new Failure(
            FailureClass.ANSWER_TOO_LARGE,
            out.name() + ": the response " + fault,
            ended.status(),
            null,
            List.of(),
            null);
    return write ? new OutcomeUnknown(failure) : new Rejected(failure);
  }

  /** Says that an answer is not what the protocol promises. */
  public PlatformException malformed(
      ExchangeResult ended, Outgoing out, String what, boolean write) {
    Failure failure = malformation(ended, out, what);
    return write ? new OutcomeUnknown(failure) : new Unavailable(failure);
  }

  private Failure malformation(ExchangeResult ended, Outgoing out, String what) {
    boolean refused = LiveJson.loosely(ended).filter(ResponseClassifier::isRefusal).isPresent();
    return new Failure(
        FailureClass.MALFORMED_ANSWER,
        shortened(out.name() + ": " + what + (refused ? ":" + words(ended) : ""), LONGEST_MESSAGE),
        ended.status(),
        null,
        List.of(),
        null);
  }

  private static PlatformException broken(ExchangeResult ended, Failure broke, boolean write) {
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

  private PlatformException refused(ExchangeResult ended, Outgoing out, int status, boolean write) {
    Failure failure = failure(ended, out, status);
    return switch (failure.failureClass()) {
      case CONFLICT, PRECONDITION_FAILED -> new ConflictFound(failure);
      case RATE_LIMITED -> new Unavailable(failure);
      case INTERMEDIARY_ANSWER -> write ? new OutcomeUnknown(failure) : new Unavailable(failure);
      case TIMEOUT -> write ? new OutcomeUnknown(failure) : new Unavailable(failure);
      default -> {
        if (status < 500) {
          yield new Rejected(failure);
        }
        yield write && status != 503 ? new OutcomeUnknown(failure) : new Unavailable(failure);
      }
    };
  }

  private Failure failure(ExchangeResult ended, Outgoing out, int status) {
    Complaint complaint = complaints.apply(status, ended);
    if (isNotThere(status) && !complaint.own) {
      return new Failure(
          FailureClass.INTERMEDIARY_ANSWER,
          out.name() + ": " + status + " did not come from " + peer,
          status,
          null,
          List.of(),
          retryAfter(ended, complaint).orElse(null));
    }
    return new Failure(
        complaint.failureClass == null ? failureClass(status) : complaint.failureClass,
        worded(out, String.valueOf(status), complaint),
        status,
        complaint.code == null ? null : shortened(complaint.code, MOST_CHARACTERS),
        shortened(complaint.fields),
        retryAfter(ended, complaint).orElse(null));
  }

  private static boolean isNotThere(int status) {
    return status == 404 || status == 410;
  }

  /** Says who said no to what, and in which words. */
  private String worded(Outgoing out, String status, Complaint complaint) {
    String code =
        complaint.code == null ? "" : " (" + shortened(complaint.code, MOST_CHARACTERS) + ")";
    String said = complaint.said();
    return shortened(
        peer
            + " answered "
            + status
            + " to "
            + out.name()
            + code
            + (said.isEmpty() ? "" : ": " + said),
        LONGEST_MESSAGE);
  }

  private static List<FieldError> shortened(List<FieldError> fields) {
    return fields.stream()
        .limit(MOST_FIELDS)
        .map(
            error ->
                new FieldError(
                    shortened(error.field(), MOST_CHARACTERS),
                    shortened(error.detail(), MOST_CHARACTERS)))
        .toList();
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

  private static String shortened(String text, int most) {
    return ForeignText.shortened(text, most);
  }

  private Optional<Duration> retryAfter(ExchangeResult ended, Complaint complaint) {
    Optional<String> asked = ended.header("Retry-After").map(String::strip);
    if (asked.isEmpty()) {
      return Optional.ofNullable(complaint.notBefore).map(this::until);
    }
    try {
      if (asked.get().chars().allMatch(Character::isDigit)) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(asked.get())));
      }
      Instant now = ended.header("Date").map(ResponseClassifier::date).orElseGet(clock::instant);
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
