package dev.synctrail.tracking;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a distributed trace, as defined by W3C Trace Context. It relates our records to
 * those of other systems.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all of them 0
 * @param spanId 16 lower-case hexadecimal digits, not all of them 0
 * @param sampled whether the caller wants the trace collected
 */
public record Trace(String traceId, String spanId, boolean sampled) {
  private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
  private static final Pattern HEADER =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(" + TRACE_ID + ")-(" + SPAN_ID + ")-([0-9a-f]{2})(?:-.*)?");

  public Trace {
    if (!TRACE_ID.matcher(traceId).matches() || !SPAN_ID.matcher(spanId).matches()) {
      throw new IllegalArgumentException("Invalid trace context: " + traceId + " " + spanId);
    }
  }

  /**
   * Parses a {@code traceparent} header. An invalid value yields no trace, as the standard
   * requires.
   */
  public static Optional<Trace> parse(String traceparent) {
    Matcher found = HEADER.matcher(traceparent);
    return found.matches()
        ? Optional.of(
            new Trace(
                found.group(1), found.group(2), (Integer.parseInt(found.group(3), 16) & 1) == 1))
        : Optional.empty();
  }

  /** Starts a trace that is not collected. */
  public static Trace fresh(RandomGenerator random) {
    return new Trace(hex(random) + hex(random), hex(random), false);
  }

  /** Returns another position in the same trace. */
  public Trace next(RandomGenerator random) {
    return new Trace(traceId, hex(random), sampled);
  }

  private static String hex(RandomGenerator random) {
    return String.format("%016x", random.nextLong() | 1);
  }

  /** Returns the value of the {@code traceparent} header. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
