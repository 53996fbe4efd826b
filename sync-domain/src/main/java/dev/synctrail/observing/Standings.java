package dev.synctrail.observing;

import java.time.Instant;

/** Tells what waits, by queries whose cost follows what is open and not how long history is. */
public interface Standings {

  /** Looks now. */
  Standing at(Instant now);
}
