package dev.synctrail.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fault of one request of an {@link InMemoryGateway}.
 *
 * @param leaves whether the request is reported and sent at all
 * @param applied whether the platform did what was requested
 * @param status the status of the response; null when none came
 * @param broken the network failure; null when a complete response came
 * @param ends whether the end of the exchange is reported
 * @param thrown what reaches the gateway's caller: a runtime exception, or an error for a server
 *     stop
 */
public record FailureCase(
    boolean leaves,
    boolean applied,
    @Nullable Integer status,
    @Nullable Failure broken,
    boolean ends,
    Throwable thrown) {

  /** The platform rejects the request. */
  public static FailureCase refused(int status, FailureClass failureClass) {
    return answered(status, new Rejected(failure(status, failureClass, null)));
  }

  /** The live state is not the expected one. */
  public static FailureCase conflict(int status, FailureClass failureClass) {
    return answered(status, new ConflictFound(failure(status, failureClass, null)));
  }

  /** The platform is temporarily unavailable and has changed nothing. */
  public static FailureCase unavailable(int status, @Nullable Duration retryAfter) {
    FailureClass failureClass =
        status == 429 ? FailureClass.RATE_LIMITED : FailureClass.UNAVAILABLE;
    return answered(status, new Unavailable(failure(status, failureClass, retryAfter)));
  }

  /** The request is sent and no response comes. */
  public static FailureCase lost(boolean applied) {
    Failure timeout = Failure.of(FailureClass.TIMEOUT, "No answer in time");
    return new FailureCase(true, applied, null, timeout, true, new OutcomeUnknown(timeout));
  }

  /** The platform cannot be reached. */
  public static FailureCase unreachable() {
    Failure refused = Failure.of(FailureClass.CONNECT_FAILED, "The connection was refused");
    return new FailureCase(true, false, null, refused, true, new Unavailable(refused));
  }

  /** The response has a valid head and is cut short in its body. */
  public static FailureCase cutOff() {
    Failure reset = Failure.of(FailureClass.CONNECTION_RESET, "The answer broke off");
    return new FailureCase(true, false, 200, reset, true, new Unavailable(reset));
  }

  /** No request is allowed to be sent. */
  public static FailureCase deferred(Instant notBefore) {
    Failure open = Failure.of(FailureClass.UNAVAILABLE, "The circuit breaker is open");
    return new FailureCase(false, false, null, null, false, new Deferred(open, notBefore));
  }

  /** Our own check in the gateway rejects the request before it is sent. */
  public static FailureCase ownRefusal(FailureClass failureClass) {
    Rejected rejected = new Rejected(Failure.of(failureClass, "Refused before anything was sent"));
    return new FailureCase(false, false, null, null, false, rejected);
  }

  /** A defect of the gateway, after the request was sent. */
  public static FailureCase defect() {
    return new FailureCase(true, false, null, null, false, new IllegalStateException("a defect"));
  }

  /** The server stops after the request was sent; {@link Death} passes every exception handler. */
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

  /** Simulates a kill -9: no exception handler runs. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }
}
