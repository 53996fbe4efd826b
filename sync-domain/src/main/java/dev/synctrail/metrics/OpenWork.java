package dev.synctrail.metrics;

import java.time.Instant;

/**
 * Counts open work. The cost of the queries depends on the amount of open work, not on the length
 * of the history.
 */
public interface OpenWork {

  /** Returns the current counts. */
  OpenWorkCounts at(Instant now);
}
