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
public record FailureCase(
    boolean leaves,
    boolean applied,
    @Nullable Integer status,
    @Nullable Failure broken,
    boolean ends,
    Throwable thrown) {

  /** The platform understood and refused. */
  public static FailureCase refused(int status, FailureClass failureClass) {
    return answered(status, new Rejected(failure(status, failureClass, null)));
  }

  /** The live state is not the one expected. */
  public static FailureCase conflict(int status, FailureClass failureClass) {
    return answered(status, new ConflictFound(failure(status, failureClass, null)));
  }

  /** The platform cannot now, and changed nothing. */
  public static FailureCase unavailable(int status, @Nullable Duration retryAfter) {
    FailureClass failureClass =
        status == 429 ? FailureClass.RATE_LIMITED : FailureClass.UNAVAILABLE;
    return answered(status, new Unavailable(failure(status, failureClass, retryAfter)));
  }

  /** The request leaves and no answer comes. */
  public static FailureCase lost(boolean applied) {
    Failure timeout = Failure.of(FailureClass.TIMEOUT, "No answer in time");
    return new FailureCase(true, applied, null, timeout, true, new OutcomeUnknown(timeout));
  }

  /** The platform cannot be reached. */
  public static FailureCase unreachable() {
    Failure refused = Failure.of(FailureClass.CONNECT_FAILED, "The connection was refused");
    return new FailureCase(true, false, null, refused, true, new Unavailable(refused));
  }

  /** The answer has a good head and breaks off in its body. */
  public static FailureCase cutOff() {
    Failure reset = Failure.of(FailureClass.CONNECTION_RESET, "The answer broke off");
    return new FailureCase(true, false, 200, reset, true, new Unavailable(reset));
  }

  /** Nothing is allowed to leave. */
  public static FailureCase deferred(Instant notBefore) {
    Failure open = Failure.of(FailureClass.UNAVAILABLE, "The circuit breaker is open");
    return new FailureCase(false, false, null, null, false, new Deferred(open, notBefore));
  }

  /** Our own check in the gateway refuses before anything leaves. */
  public static FailureCase ownRefusal(FailureClass failureClass) {
    Rejected rejected = new Rejected(Failure.of(failureClass, "Refused before anything was sent"));
    return new FailureCase(false, false, null, null, false, rejected);
  }

  /** A defect of the gateway, after the request left. */
  public static FailureCase defect() {
    return new FailureCase(true, false, null, null, false, new IllegalStateException("a defect"));
  }

  /** The server dies after the request left; {@link Death} passes every handler. */
  public static FailureCase death(boolean applied) {
    return new FailureCase(true, applied, null, null, false, new Death());
  }

  private static FailureCase answered(int status, PlatformException thrown) {
    return new FailureCase(true, false, status, null, true, thrown);
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
