package dev.synctrail.flowcontrol;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog.Kind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the queue.
 *
 * @param workId the sync, the run to be listed, or the check
 * @param typeKey null for work that is not about one type
 * @param run the run it belongs to; null when there is none
 * @param since when it was requested
 * @param attempts how often it was taken
 * @param writes whether it would change the platform
 * @param holder null when no lane holds it
 * @param behind the entry that has to go first; null when there is none
 * @param behindInFreeze the same during a change freeze, when waiting writes are passed by
 */
public record QueueEntry(
    UUID workId,
    Kind kind,
    PlatformId platform,
    @Nullable TypeKey typeKey,
    @Nullable UUID run,
    Instant due,
    Instant since,
    int attempts,
    boolean writes,
    @Nullable Holder holder,
    @Nullable UUID behind,
    @Nullable UUID behindInFreeze) {

  /** The state of an entry, regardless of what else blocks it. */
  public enum State {
    /** A lane holds it. */
    HELD,
    /** It could be taken, if nothing else blocks it. */
    DUE,
    /** It is not due yet. */
    LATER
  }

  /** Returns the state at {@code now}. */
  public State state(Instant now) {
    if (holder != null) {
      return State.HELD;
    }
    return due.isAfter(now) ? State.LATER : State.DUE;
  }

  /**
   * The lane that holds an entry.
   *
   * @param server the server that runs the lane; null when it no longer runs
   * @param heartbeat the last heartbeat of that server
   */
  public record Holder(String lane, @Nullable String server, @Nullable Instant heartbeat) {}
}
