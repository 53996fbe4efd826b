package dev.synctrail.platform;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a platform, or the way to it, said no with.
 *
 * @param message names peer, operation and status for a person; never a body, header or credential
 * @param httpStatus the status of the answer that decided, when there was one
 * @param platformCode the platform's own error code, when it gave one
 * @param fields the members it complained about
 * @param retryAfter how long the platform asked to be left alone
 */
public record Failure(
    FailureClass failureClass,
    String message,
    @Nullable Integer httpStatus,
    @Nullable String platformCode,
    List<FieldError> fields,
    @Nullable Duration retryAfter) {

  public Failure {
    fields = List.copyOf(fields);
  }

  /** A failure that has no answer behind it. */
  public static Failure of(FailureClass failureClass, String message) {
    return new Failure(failureClass, message, null, null, List.of(), null);
  }

  /** The same, about these members as well, which the message names. */
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

  /** Returns how long the platform asked to be left alone, when it did. */
  public Optional<Duration> askedDelay() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * One member the platform complained about.
   *
   * @param field as the platform names it
   */
  public record FieldError(String field, String detail) {}
}
