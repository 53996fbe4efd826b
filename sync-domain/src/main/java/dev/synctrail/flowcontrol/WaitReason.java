package dev.synctrail.flowcontrol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why something that is queued is not being done.
 *
 * @param words for a person
 * @param until when that ends by itself; null when it is not known
 * @param behind what has to go first; null when that is not why
 */
public record WaitReason(Why why, String words, @Nullable Instant until, @Nullable UUID behind) {

  /** In one word. */
  public enum Why {
    /** It does not wait: a lane is at it. */
    HELD,
    PAUSED,
    FROZEN,
    /** Its time has not come: it waits to be tried again. */
    NOT_DUE,
    /** Earlier work goes first: on the same type, or an earlier stage of the same run. */
    BEHIND,
    /** The platform does not answer and is left alone. */
    BREAKER_OPEN,
    /** The next free lane takes it. */
    READY
  }
}
