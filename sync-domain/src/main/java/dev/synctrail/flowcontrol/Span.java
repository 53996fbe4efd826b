package dev.synctrail.flowcontrol;

import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param end not part of it
 */
public record Span(Instant start, Instant end) {

  /** Tells whether any of it is left from {@code now} on. */
  boolean lasts(Instant now) {
    return start.isBefore(end) && now.isBefore(end);
  }

  /** Tells whether {@code now} is part of it. */
  public boolean holds(Instant now) {
    return !now.isBefore(start) && now.isBefore(end);
  }
}
