package dev.synctrail.flowcontrol;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog.Kind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that is queued, as it stands in the backlog.
 *
 * @param trail the sync, the run to be listed, the look or the check
 * @param typeKey null for what is not of one type
 * @param run the run it belongs to; null when there is none
 * @param since when it was asked for
 * @param tries how often it was taken
 * @param writes whether it would change something on the platform
 * @param holder null when no lane is at it
 * @param behind the entry that has to go first; null when there is none
 * @param behindInFreeze the one while nothing is changed, when what waits to write is passed by
 */
public record QueueEntry(
    UUID trail,
    Kind kind,
    PlatformId platform,
    @Nullable TypeKey typeKey,
    @Nullable UUID run,
    Instant due,
    Instant since,
    int tries,
    boolean writes,
    @Nullable Holder holder,
    @Nullable UUID behind,
    @Nullable UUID behindInFreeze) {

  /** How it stands, by itself. */
  public enum State {
    /** A lane is at it. */
    HELD,
    /** It could be taken, if nothing else keeps it back. */
    DUE,
    /** Its time has not come. */
    LATER
  }

  /** Returns how it stands at {@code now}. */
  public State state(Instant now) {
    if (holder != null) {
      return State.HELD;
    }
    return due.isAfter(now) ? State.LATER : State.DUE;
  }

  /**
   * Which lane is at it.
   *
   * @param server the one that works on that lane; null when none does any more
   * @param heartbeat when that server last said that it lives
   */
  public record Holder(String lane, @Nullable String server, @Nullable Instant heartbeat) {}
}
