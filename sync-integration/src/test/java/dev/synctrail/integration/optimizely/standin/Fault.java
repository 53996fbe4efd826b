package dev.synctrail.integration.optimizely.standin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with one request, as a script says it.
 *
 * @param applied whether the change takes place although the answer is spoilt
 * @param status of the answer, for {@link Outcome#STATUS}
 * @param headers added to the answer
 * @param body of the answer for {@link Outcome#STATUS}; null for the platform's own problem body
 * @param delay before the answer
 * @param hold the name of the hold at which the answer waits until released, or null
 * @param size of the answer's body in bytes, for {@link Outcome#OVERSIZED}
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

  /** The ways in which an exchange ends. */
  public enum Outcome {
    /** The answer as it should be, perhaps late. */
    ANSWER,
    /** An answer of the script's choice. */
    STATUS,
    /** The connection is reset when the head was read and the body was not. */
    RESET_BEFORE_BODY,
    /** The connection is reset when the whole request was read. */
    RESET,
    /** The answer breaks off in the middle of its body. */
    TRUNCATED,
    /** The body comes byte by byte, with the fault's delay between them. */
    DRIBBLED,
    /** The body says it is JSON and is not. */
    MALFORMED,
    /** What comes back is not HTTP. */
    NOT_HTTP,
    /** The right status, a body of the given size. */
    OVERSIZED,
    /** The right status, no body. */
    EMPTY,
    /** The answer as it should be, compressed although nobody has asked for that. */
    GZIPPED
  }

  public Fault {
    headers = Map.copyOf(headers);
  }

  private static Fault of(Outcome outcome, boolean applied) {
    return new Fault(outcome, applied, 200, Map.of(), null, Duration.ZERO, null, 0);
  }

  /** The proper answer; add a delay or a hold. */
  public static Fault answer() {
    return of(Outcome.ANSWER, true);
  }

  /** This status, nothing changed unless {@link #applied(boolean)} says so. */
  public static Fault status(int status) {
    return new Fault(Outcome.STATUS, false, status, Map.of(), null, Duration.ZERO, null, 0);
  }

  /** A reset before the body was read; nothing changes. */
  public static Fault resetBeforeBody() {
    return of(Outcome.RESET_BEFORE_BODY, false);
  }

  /** A reset after the body was read, the change made or not. */
  public static Fault reset(boolean applied) {
    return of(Outcome.RESET, applied);
  }

  /** Half of the proper answer. */
  public static Fault truncated() {
    return of(Outcome.TRUNCATED, true);
  }

  /** The proper answer, byte by byte, with that pause between them. */
  public static Fault dribbled(Duration pause) {
    return of(Outcome.DRIBBLED, true).delay(pause);
  }

  /** The proper status with a body that is not JSON. */
  public static Fault malformed() {
    return of(Outcome.MALFORMED, true);
  }

  /** Bytes that are no HTTP answer. */
  public static Fault notHttp() {
    return of(Outcome.NOT_HTTP, true);
  }

  /** The proper status with a body of {@code size} bytes. */
  public static Fault oversized(long size) {
    return new Fault(Outcome.OVERSIZED, true, 200, Map.of(), null, Duration.ZERO, null, size);
  }

  /** The proper answer, compressed unasked. */
  public static Fault gzipped() {
    return of(Outcome.GZIPPED, true);
  }

  /** The proper status without a body. */
  public static Fault empty() {
    return of(Outcome.EMPTY, true);
  }

  /** The same, with the change made or not. */
  public Fault applied(boolean really) {
    return new Fault(outcome, really, status, headers, body, delay, hold, size);
  }

  /** The same, with a header added to the answer. */
  public Fault header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Fault(outcome, applied, status, more, body, delay, hold, size);
  }

  /** The same, asking to be left alone: seconds, or an HTTP date. */
  public Fault retryAfter(String value) {
    return header("Retry-After", value);
  }

  /** The same, with this body. */
  public Fault body(String text) {
    return new Fault(outcome, applied, status, headers, text, delay, hold, size);
  }

  /** The same, that much later. */
  public Fault delay(Duration later) {
    return new Fault(outcome, applied, status, headers, body, later, hold, size);
  }

  /** The same, waiting at the named hold until it is released. */
  public Fault hold(String name) {
    return new Fault(outcome, applied, status, headers, body, delay, name, size);
  }
}
