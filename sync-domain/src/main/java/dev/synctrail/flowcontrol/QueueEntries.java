package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A view of the backlog for users; only lanes work on it. */
public interface QueueEntries {

  /** Returns a page of entries, ordered by due time. */
  List<QueueEntry> page(
      Filter filter, @Nullable Position cursor, boolean backwards, int limit, Instant now);

  /** Returns an entry, if it is queued. */
  Optional<QueueEntry> find(UUID workId);

  /** Returns the queue size of each platform that has entries, ordered by id. */
  List<Backlogged> backlogged(Instant now);

  /** Returns the entries held by lanes. */
  List<QueueEntry> held();

  /**
   * Makes an entry due unless a lane holds it, in the caller's transaction.
   *
   * @return whether it was made due
   */
  boolean hasten(UUID workId, Instant now);

  /** A filter of entries; null values match all. */
  record Filter(
      @Nullable PlatformId platform, @Nullable Kind kind, QueueEntry.@Nullable State state) {}

  /** A position in the order of the queue. */
  record Position(Instant due, UUID workId) {

    /**
     * Reads the text that {@link #toString} returns.
     *
     * @throws java.time.DateTimeException if the time is invalid
     * @throws IllegalArgumentException if the id is invalid
     * @throws IndexOutOfBoundsException if a part is missing
     */
    public static Position parse(String text) {
      int bar = text.indexOf('|');
      return new Position(
          Instant.parse(text.substring(0, bar)), UUID.fromString(text.substring(bar + 1)));
    }

    @Override
    public String toString() {
      return due + "|" + workId;
    }
  }

  /**
   * The queue size of a platform.
   *
   * @param due how many could be taken, if nothing else blocks them
   * @param held how many are held by lanes
   * @param oldest since when the oldest entry that no lane holds has been waiting; null for none
   */
  record Backlogged(
      PlatformId platform, long entries, long due, long held, @Nullable Instant oldest) {}
}
