package dev.synctrail.platform;

import dev.synctrail.text.ForeignText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a platform, or the way to it, said no with.
 *
 * <p>Its texts may come from outside; they are made storable and bounded here.
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

  /** How much of a message is kept, in code points. */
  public static final int LONGEST_MESSAGE = 8_000;

  /** How much of a platform's code is kept, in code points; an index entry has to hold it. */
  public static final int LONGEST_CODE = 500;

  /** How many members are kept. */
  public static final int MOST_FIELDS = 200;

  /** How much is kept of a member's name and of what is wrong with it, in code points. */
  public static final int LONGEST_DETAIL = 2_000;

  public Failure {
    message = ForeignText.shortened(message, LONGEST_MESSAGE);
    platformCode = platformCode == null ? null : ForeignText.shortened(platformCode, LONGEST_CODE);
    fields = fields.stream().limit(MOST_FIELDS).toList();
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
  public record FieldError(String field, String detail) {
    public FieldError {
      field = ForeignText.shortened(field, LONGEST_DETAIL);
      detail = ForeignText.shortened(detail, LONGEST_DETAIL);
    }
  }
}
