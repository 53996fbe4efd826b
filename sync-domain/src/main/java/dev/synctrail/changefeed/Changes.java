package dev.synctrail.changefeed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Keeps what changed for an hour, for every server alike. */
public interface Changes {
  /** How long a change is known. */
  Duration KEPT = Duration.ofHours(1);

  /** Returns the place behind everything that is known now. */
  FeedPosition now(Instant now);

  /** Returns what changed after the place, in order; nothing can come in between later. */
  List<Change> after(FeedPosition feedPosition, int limit);

  /** Forgets what is older; says how many. */
  int forget(Instant before);
}
