package dev.synctrail.metrics;

import java.time.Instant;

/** Tells what waits, by queries whose cost follows what is open and not how long history is. */
public interface OpenWork {

  /** Looks now. */
  OpenWorkCounts at(Instant now);
}
