package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows the backlog to people; at work on it are only lanes. */
public interface QueueEntries {

  /** Returns entries in the order in which they are due, beginning beside one. */
  List<QueueEntry> page(
      Filter filter, @Nullable Position beside, boolean backwards, int limit, Instant now);

  /** Returns one, when it is queued. */
  Optional<QueueEntry> find(UUID trail);

  /** Returns how much is queued for each platform that has anything, by id. */
  List<Backlogged> backlogged(Instant now);

  /** Returns the entries that lanes are at. */
  List<QueueEntry> held();

  /** Makes an entry due that no lane is at, in the caller's transaction; says whether it could. */
  boolean hasten(UUID trail, Instant now);

  /** Which entries; null for any. */
  record Filter(
      @Nullable PlatformId platform, @Nullable Kind kind, QueueEntry.@Nullable State state) {}

  /** A place in the order of the queue. */
  record Position(Instant due, UUID trail) {}

  /**
   * How much is queued for a platform.
   *
   * @param due how many could be taken, if nothing else keeps them back
   * @param held how many lanes are at
   * @param oldest since when the oldest has been waiting that no lane is at; null for none
   */
  record Backlogged(
      PlatformId platform, long entries, long due, long held, @Nullable Instant oldest) {}
}
