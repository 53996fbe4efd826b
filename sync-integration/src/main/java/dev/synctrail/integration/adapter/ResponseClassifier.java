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
 * Classifies the result of an exchange. A status from 400 on decides even when the body was
 * truncated, except for "not found", which only the platform itself can say. A status below 400
 * proves nothing without the body. Any unclear result of a write is an unknown outcome.
 */
public final class ResponseClassifier {
  private static final int MAX_FIELDS = 50;
  private static final int MAX_CHARACTERS = 500;
  private static final int MAX_MESSAGE = 4_000;
  private static final int ERROR_STATUS = 400;

  private final String peer;
  private final BiFunction<Integer, ExchangeResult, PlatformError> errorParser;
  private final Clock clock;

  /**
   * @param peer name of the platform in messages
   * @param errorParser parses responses with a status from 400 on
   */
  public ResponseClassifier(
      String peer, BiFunction<Integer, ExchangeResult, PlatformError> errorParser, Clock clock) {
    this.peer = peer;
    this.errorParser = errorParser;
    this.clock = clock;
  }

  /**
   * The error of a response with a status from 400 on.
   *
   * @param failureClass null to derive it from the status
   * @param code the error code of the platform, or null
   * @param words the reasons that concern no member, such as title and detail
   * @param fields the members with errors; only the first ones are stored, and long values are
   *     truncated
   * @param notBefore the earliest time of the next request, or null to use {@code Retry-After}
   * @param own whether the response has the form of the platform's own errors
   */
  public record PlatformError(
      @Nullable FailureClass failureClass,
      @Nullable String code,
      List<String> words,
      List<FieldError> fields,
      @Nullable Instant notBefore,
      boolean own) {

    public PlatformError {
      words = List.copyOf(words);
      fields = List.copyOf(fields);
    }

    /** Returns all reasons without duplicates. */
    private String reasons() {
      Set<String> reasons = new LinkedHashSet<>(words);
      fields.stream()
          .limit(MAX_FIELDS)
          .filter(error -> !reasons.contains(error.detail()))
          .map(
              error ->
                  error.field().isEmpty() ? error.detail() : error.field() + " " + error.detail())
          .toList()
          .forEach(reasons::add);
      reasons.removeIf(String::isBlank);
      return String.join("; ", reasons);
    }
  }

  /** Returns the name of the platform in messages. */
  String peer() {
    return peer;
  }

  /**
   * Returns normally when the status is one of {@code good} and the response is complete.
   *
   * @throws PlatformException otherwise; its type tells what the caller can do
   */
  public void require(ExchangeResult ended, Outgoing out, Set<Integer> good, boolean write) {
    Integer status = ended.status();
    Failure transport = ended.failure();
    if (status != null && status >= ERROR_STATUS) {
      throw errorStatus(ended, out, status, write);
    }
    if (transport != null) {
      throw transportFailure(ended, transport, write);
    }
    if (status == null || !good.contains(status)) {
      throw malformed(ended, out, "unexpected status " + status, write);
    }
  }

  /** Returns whether the platform itself answered that the resource does not exist. */
  public boolean isAbsent(ExchangeResult ended) {
    Integer status = ended.status();
    return status != null && isNotFound(status) && errorParser.apply(status, ended).own;
  }

  /**
   * Returns the object in the response to a write, in which the caller looks for the stored state.
   *
   * @throws OutcomeUnknown when there is none, or when it is an error despite its status
   */
  public JsonObject proof(ExchangeResult ended, Outgoing out) {
    if (ended.isEmpty()) {
      throw unconfirmed(out, ended.status(), "without showing what it stored");
    }
    JsonObject answer = object(ended, out, true);
    if (isErrorObject(answer)) {
      throw unproven(ended, out, "");
    }
    return answer;
  }

  /**
   * Returns the exception for a response with a success status that does not show the written
   * state.
   */
  public OutcomeUnknown unproven(ExchangeResult ended, Outgoing out, String what) {
    JsonObject answer = LiveJson.readLenient(ended).orElse(JsonValue.EMPTY_JSON_OBJECT);
    if (!isErrorObject(answer)) {
      return new OutcomeUnknown(malformation(ended, out, what));
    }
    int errorStatus =
        answer.get("status") instanceof JsonNumber number && number.intValue() >= ERROR_STATUS
            ? number.intValue()
            : ERROR_STATUS;
    PlatformError platformError = errorParser.apply(errorStatus, ended);
    return new OutcomeUnknown(
        new Failure(
            platformError.failureClass == null
                ? failureClass(errorStatus)
                : platformError.failureClass,
            message(out, ended.status() + ", with a refusal,", platformError),
            ended.status(),
            platformError.code,
            shortened(platformError.fields),
            null));
  }

  /** Returns the exception for a write that the platform reports as done without showing it. */
  public OutcomeUnknown unconfirmed(Outgoing out, @Nullable Integer status, String how) {
    return new OutcomeUnknown(
        Failure.of(
            FailureClass.UNCONFIRMED,
            peer + " answered " + status + " to " + out.name() + " " + how,
            status));
  }

  /** Returns whether a response is an error whatever its status: no resource has these members. */
  private static boolean isErrorObject(JsonObject answer) {
    JsonValue errors = answer.get("errors");
    return isError(answer.get("error"))
        || (errors instanceof JsonArray several && !several.isEmpty())
        || (errors instanceof JsonObject named && !named.isEmpty())
        || (answer.get("status") instanceof JsonNumber status && status.intValue() >= ERROR_STATUS);
  }

  /** Returns whether an error member contains an error. */
  static boolean isError(@Nullable JsonValue error) {
    return error != null && !LiveJson.isDefault(error);
  }

  /**
   * Parses the object of a response with the strict parser.
   *
   * @throws PlatformException when it is not valid, naming the position
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
    return " " + errorParser.apply(ERROR_STATUS, ended).reasons();
  }

  private static PlatformException tooLarge(
      ExchangeResult ended, Outgoing out, String fault, boolean write) {
    Failure failure =
        Failure.of(
            FailureClass.ANSWER_TOO_LARGE, out.name() + ": the response " + fault, ended.status());
    return write ? new OutcomeUnknown(failure) : new Rejected(failure);
  }

  /** Returns the exception for a response that violates the protocol. */
  public PlatformException malformed(
      ExchangeResult ended, Outgoing out, String what, boolean write) {
    Failure failure = malformation(ended, out, what);
    return write ? new OutcomeUnknown(failure) : new Unavailable(failure);
  }

  private Failure malformation(ExchangeResult ended, Outgoing out, String what) {
    boolean isError =
        LiveJson.readLenient(ended).filter(ResponseClassifier::isErrorObject).isPresent();
    return Failure.of(
        FailureClass.MALFORMED_ANSWER,
        shortened(out.name() + ": " + what + (isError ? ":" + words(ended) : ""), MAX_MESSAGE),
        ended.status());
  }

  private static PlatformException transportFailure(
      ExchangeResult ended, Failure transport, boolean write) {
    Failure failure = Failure.of(transport.failureClass(), transport.message(), ended.status());
    if (!ended.left()) {
      return new Unavailable(failure);
    }
    if (write) {
      return new OutcomeUnknown(failure);
    }
    return transport.failureClass().isRetryable()
        ? new Unavailable(failure)
        : new Rejected(failure);
  }

  private PlatformException errorStatus(
      ExchangeResult ended, Outgoing out, int status, boolean write) {
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
    PlatformError platformError = errorParser.apply(status, ended);
    if (isNotFound(status) && !platformError.own) {
      return new Failure(
          FailureClass.INTERMEDIARY_ANSWER,
          out.name() + ": " + status + " did not come from " + peer,
          status,
          null,
          List.of(),
          retryAfter(ended, platformError).orElse(null));
    }
    return new Failure(
        platformError.failureClass == null ? failureClass(status) : platformError.failureClass,
        message(out, String.valueOf(status), platformError),
        status,
        platformError.code == null ? null : shortened(platformError.code, MAX_CHARACTERS),
        shortened(platformError.fields),
        retryAfter(ended, platformError).orElse(null));
  }

  private static boolean isNotFound(int status) {
    return status == 404 || status == 410;
  }

  /** Returns the message of an error: platform, status, request, code and reasons. */
  private String message(Outgoing out, String status, PlatformError platformError) {
    String code =
        platformError.code == null
            ? ""
            : " (" + shortened(platformError.code, MAX_CHARACTERS) + ")";
    String reasons = platformError.reasons();
    return shortened(
        peer
            + " answered "
            + status
            + " to "
            + out.name()
            + code
            + (reasons.isEmpty() ? "" : ": " + reasons),
        MAX_MESSAGE);
  }

  private static List<FieldError> shortened(List<FieldError> fields) {
    return fields.stream()
        .limit(MAX_FIELDS)
        .map(
            error ->
                new FieldError(
                    shortened(error.field(), MAX_CHARACTERS),
                    shortened(error.detail(), MAX_CHARACTERS)))
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

  private static String shortened(String text, int limit) {
    return ForeignText.shortened(text, limit);
  }

  private Optional<Duration> retryAfter(ExchangeResult ended, PlatformError platformError) {
    Optional<String> header = ended.header("Retry-After").map(String::strip);
    if (header.isEmpty()) {
      return Optional.ofNullable(platformError.notBefore).map(this::until);
    }
    try {
      if (header.get().chars().allMatch(Character::isDigit)) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(header.get())));
      }
      Instant now = ended.header("Date").map(ResponseClassifier::date).orElseGet(clock::instant);
      return Optional.of(between(now, date(header.get())));
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
