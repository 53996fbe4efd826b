package dev.synctrail.flowcontrol;

import java.time.Instant;

/**
 * A period of time.
 *
 * @param end exclusive
 */
public record Span(Instant start, Instant end) {

  /** Returns whether it ends after {@code now}. */
  boolean lasts(Instant now) {
    return start.isBefore(end) && now.isBefore(end);
  }

  /** Returns whether it contains {@code now}. */
  public boolean holds(Instant now) {
    return !now.isBefore(start) && now.isBefore(end);
  }
}
