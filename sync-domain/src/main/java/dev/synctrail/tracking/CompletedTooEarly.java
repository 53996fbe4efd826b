package dev.synctrail.tracking;

import java.time.Instant;

/**
 * Thrown when a reported sync is said to have ended before it began or before its last attempt
 * ended.
 */
public final class CompletedTooEarly extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CompletedTooEarly(Instant completedAt, Instant earliest) {
    super("completedAt " + completedAt + " is before " + earliest);
  }
}
