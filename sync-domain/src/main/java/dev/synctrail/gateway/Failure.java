package dev.synctrail.gateway;

import dev.synctrail.text.ForeignText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A failure reported by a platform, or on the way to it.
 *
 * <p>Its texts may come from outside; they are made storable and bounded here.
 *
 * @param message names peer, operation and status for people; never contains a body, header or
 *     credential
 * @param httpStatus the status of the deciding response, if there was one
 * @param platformCode the platform's own error code, if it gave one
 * @param fields the members that the platform rejected
 * @param retryAfter the delay that the platform asked for
 */
public record Failure(
    FailureClass failureClass,
    String message,
    @Nullable Integer httpStatus,
    @Nullable String platformCode,
    List<FieldError> fields,
    @Nullable Duration retryAfter) {

  /** The maximum stored length of a message, in code points. */
  public static final int LONGEST_MESSAGE = 8_000;

  /**
   * The maximum stored length of a platform's code, in code points; it has to fit into an index
   * entry.
   */
  public static final int LONGEST_CODE = 500;

  /** The maximum number of members stored. */
  public static final int MOST_FIELDS = 200;

  /** The maximum stored length of a member's name and of its error, in code points. */
  public static final int LONGEST_DETAIL = 2_000;

  public Failure {
    message = ForeignText.shortened(message, LONGEST_MESSAGE);
    platformCode = platformCode == null ? null : ForeignText.shortened(platformCode, LONGEST_CODE);
    fields = fields.stream().limit(MOST_FIELDS).toList();
  }

  /** Creates a failure without a response. */
  public static Failure of(FailureClass failureClass, String message) {
    return of(failureClass, message, List.of());
  }

  /** Creates a failure without a response that concerns these members. */
  public static Failure of(FailureClass failureClass, String message, List<FieldError> fields) {
    return new Failure(failureClass, message, null, null, fields, null);
  }

  /** Creates a failure of a response with this status. */
  public static Failure of(
      FailureClass failureClass, String message, @Nullable Integer httpStatus) {
    return new Failure(failureClass, message, httpStatus, null, List.of(), null);
  }

  /** Returns the same failure with these members added; the message names them. */
  public Failure about(List<FieldError> members) {
    String named =
        members.stream()
            .map(member -> member.field() + " " + member.detail())
            .collect(Collectors.joining("; "));
    return new Failure(
        failureClass,
        named.isEmpty() ? message : message + "; " + named,
        httpStatus,
        platformCode,
        Stream.concat(fields.stream(), members.stream()).toList(),
        retryAfter);
  }

  /** Returns the delay that the platform asked for, if it did. */
  public Optional<Duration> askedDelay() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * One member that the platform rejected.
   *
   * @param field the platform's name of it
   */
  public record FieldError(String field, String detail) {
    public FieldError {
      field = ForeignText.shortened(field, LONGEST_DETAIL);
      detail = ForeignText.shortened(detail, LONGEST_DETAIL);
    }
  }
}
