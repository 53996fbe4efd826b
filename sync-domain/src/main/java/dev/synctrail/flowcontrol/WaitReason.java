package dev.synctrail.flowcontrol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a queued entry is not being processed.
 *
 * @param words an explanation for users
 * @param until when the reason expires; null when unknown
 * @param behind the entry that has to go first; null when that is not the reason
 */
public record WaitReason(Why why, String words, @Nullable Instant until, @Nullable UUID behind) {

  /** The reason as a constant. */
  public enum Why {
    /** It does not wait: a lane holds it. */
    HELD,
    PAUSED,
    FROZEN,
    /** It is not due yet: it waits for its next attempt. */
    NOT_DUE,
    /** Earlier work goes first: on the same type, or an earlier stage of the same run. */
    BEHIND,
    /** The platform does not respond; its circuit breaker is open. */
    BREAKER_OPEN,
    /** The next free lane takes it. */
    READY
  }
}
