package dev.synctrail.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one request of an {@link InMemoryGateway} instead of a good answer.
 *
 * @param leaves whether the request is reported and leaves at all
 * @param applied whether the platform did what it was asked
 * @param status of the answer; null when none came
 * @param broken what broke on the wire; null when a whole answer came
 * @param ends whether the end is reported
 * @param thrown what reaches the gateway's caller: a runtime exception, or an error for a death
 */
public record Mishap(
    boolean leaves,
    boolean applied,
    @Nullable Integer status,
    @Nullable Failure broken,
    boolean ends,
    Throwable thrown) {

  /** The platform understood and refused. */
  public static Mishap refused(int status, FailureClass failureClass) {
    return answered(status, new Rejected(failure(status, failureClass, null)));
  }

  /** The live state is not the one expected. */
  public static Mishap conflict(int status, FailureClass failureClass) {
    return answered(status, new Conflict(failure(status, failureClass, null)));
  }

  /** The platform cannot now, and changed nothing. */
  public static Mishap unavailable(int status, @Nullable Duration retryAfter) {
    FailureClass failureClass =
        status == 429 ? FailureClass.RATE_LIMITED : FailureClass.UNAVAILABLE;
    return answered(status, new Unavailable(failure(status, failureClass, retryAfter)));
  }

  /** The request leaves and no answer comes. */
  public static Mishap lost(boolean applied) {
    Failure timeout = Failure.of(FailureClass.TIMEOUT, "No answer in time");
    return new Mishap(true, applied, null, timeout, true, new OutcomeUnknown(timeout));
  }

  /** The platform cannot be reached. */
  public static Mishap unreachable() {
    Failure refused = Failure.of(FailureClass.CONNECT_FAILED, "The connection was refused");
    return new Mishap(true, false, null, refused, true, new Unavailable(refused));
  }

  /** The answer has a good head and breaks off in its body. */
  public static Mishap cutOff() {
    Failure reset = Failure.of(FailureClass.CONNECTION_RESET, "The answer broke off");
    return new Mishap(true, false, 200, reset, true, new Unavailable(reset));
  }

  /** Nothing is allowed to leave. */
  public static Mishap deferred(Instant notBefore) {
    Failure open = Failure.of(FailureClass.UNAVAILABLE, "The circuit breaker is open");
    return new Mishap(false, false, null, null, false, new Deferred(open, notBefore));
  }

  /** Our own check in the gateway refuses before anything leaves. */
  public static Mishap ownRefusal(FailureClass failureClass) {
    Rejected rejected = new Rejected(Failure.of(failureClass, "Refused before anything was sent"));
    return new Mishap(false, false, null, null, false, rejected);
  }

  /** A defect of the gateway, after the request left. */
  public static Mishap defect() {
    return new Mishap(true, false, null, null, false, new IllegalStateException("a defect"));
  }

  /** The server dies after the request left; {@link Death} passes every handler. */
  public static Mishap death(boolean applied) {
    return new Mishap(true, applied, null, null, false, new Death());
  }

  private static Mishap answered(int status, PlatformException thrown) {
    return new Mishap(true, false, status, null, true, thrown);
  }

  private static Failure failure(int status, FailureClass failureClass, @Nullable Duration asked) {
    return new Failure(
        failureClass,
        "The platform answered " + status,
        status,
        "code-" + status,
        List.of(new Failure.FieldError("properties.title", "is wrong")),
        asked);
  }

  /** What a kill -9 looks like to those who would handle an exception. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }
}
