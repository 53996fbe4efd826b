package dev.synctrail.changefeed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Stores changes for one hour, shared by all servers. */
public interface Changes {
  /** How long a change is stored. */
  Duration KEPT = Duration.ofHours(1);

  /** Returns the position after all known changes. */
  FeedPosition now(Instant now);

  /**
   * Returns the changes after a position, in order. No change is ever inserted before a returned
   * one.
   */
  List<Change> after(FeedPosition feedPosition, int limit);

  /** Deletes older changes and returns their number. */
  int forget(Instant before);
}
