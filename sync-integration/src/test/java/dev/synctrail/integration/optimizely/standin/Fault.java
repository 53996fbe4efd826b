package dev.synctrail.integration.optimizely.standin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The failure of one request, as defined by a script.
 *
 * @param applied whether the change takes place although the response is faulty
 * @param status status of the response, for {@link Outcome#STATUS}
 * @param headers headers added to the response
 * @param body body of the response for {@link Outcome#STATUS}; null for a problem body of the
 *     platform
 * @param delay delay before the response
 * @param hold name of the hold at which the response waits until it is released, or null
 * @param size size of the response body in bytes, for {@link Outcome#OVERSIZED}
 */
public record Fault(
    Outcome outcome,
    boolean applied,
    int status,
    Map<String, String> headers,
    @Nullable String body,
    Duration delay,
    @Nullable String hold,
    long size) {

  /** How an exchange ends. */
  public enum Outcome {
    /** The normal response, possibly delayed. */
    ANSWER,
    /** A response defined by the script. */
    STATUS,
    /** The connection is reset after the headers were read and before the body was. */
    RESET_BEFORE_BODY,
    /** The connection is reset after the whole request was read. */
    RESET,
    /** The response ends in the middle of its body. */
    TRUNCATED,
    /** The body is sent byte by byte, with the delay of the fault between them. */
    DRIBBLED,
    /** The body is declared as JSON but is not. */
    MALFORMED,
    /** The response is not HTTP. */
    NOT_HTTP,
    /** The normal status with a body of the given size. */
    OVERSIZED,
    /** The normal status without a body. */
    EMPTY,
    /** The normal response, compressed although the request does not ask for it. */
    GZIPPED
  }

  public Fault {
    headers = Map.copyOf(headers);
  }

  private static Fault of(Outcome outcome, boolean applied) {
    return new Fault(outcome, applied, 200, Map.of(), null, Duration.ZERO, null, 0);
  }

  /** The normal response, to be combined with a delay or a hold. */
  public static Fault answer() {
    return of(Outcome.ANSWER, true);
  }

  /**
   * A response with this status; the change is not applied unless {@link #applied(boolean)} says
   * so.
   */
  public static Fault status(int status) {
    return new Fault(Outcome.STATUS, false, status, Map.of(), null, Duration.ZERO, null, 0);
  }

  /** A reset before the body was read; the change is not applied. */
  public static Fault resetBeforeBody() {
    return of(Outcome.RESET_BEFORE_BODY, false);
  }

  /** A reset after the body was read, with the change applied or not. */
  public static Fault reset(boolean applied) {
    return of(Outcome.RESET, applied);
  }

  /** Half of the normal response. */
  public static Fault truncated() {
    return of(Outcome.TRUNCATED, true);
  }

  /** The normal response, byte by byte with this pause between them. */
  public static Fault dribbled(Duration pause) {
    return of(Outcome.DRIBBLED, true).delay(pause);
  }

  /** The normal status with a body that is not JSON. */
  public static Fault malformed() {
    return of(Outcome.MALFORMED, true);
  }

  /** Bytes that are not an HTTP response. */
  public static Fault notHttp() {
    return of(Outcome.NOT_HTTP, true);
  }

  /** The normal status with a body of {@code size} bytes. */
  public static Fault oversized(long size) {
    return new Fault(Outcome.OVERSIZED, true, 200, Map.of(), null, Duration.ZERO, null, size);
  }

  /** The normal response, compressed without request. */
  public static Fault gzipped() {
    return of(Outcome.GZIPPED, true);
  }

  /** The normal status without a body. */
  public static Fault empty() {
    return of(Outcome.EMPTY, true);
  }

  /** Returns this fault with the change applied or not. */
  public Fault applied(boolean apply) {
    return new Fault(outcome, apply, status, headers, body, delay, hold, size);
  }

  /** Returns this fault with one more response header. */
  public Fault header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Fault(outcome, applied, status, more, body, delay, hold, size);
  }

  /** Returns this fault with a {@code Retry-After} header: seconds or an HTTP date. */
  public Fault retryAfter(String value) {
    return header("Retry-After", value);
  }

  /** Returns this fault with this body. */
  public Fault body(String text) {
    return new Fault(outcome, applied, status, headers, text, delay, hold, size);
  }

  /** Returns this fault with this delay. */
  public Fault delay(Duration wait) {
    return new Fault(outcome, applied, status, headers, body, wait, hold, size);
  }

  /** Returns this fault with a wait at the named hold until it is released. */
  public Fault hold(String name) {
    return new Fault(outcome, applied, status, headers, body, delay, name, size);
  }
}
