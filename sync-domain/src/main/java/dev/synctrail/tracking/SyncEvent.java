package dev.synctrail.tracking;

import dev.synctrail.text.ForeignText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a sync's own history, in order.
 *
 * @param actor who caused it; {@code synctrail} for the engine
 * @param cause in words
 */
public record SyncEvent(
    SyncId syncId, Kind kind, Instant at, String actor, @Nullable String cause) {
  /** The engine's own name as an actor. */
  public static final String ENGINE = "synctrail";

  public SyncEvent {
    cause = cause == null ? null : ForeignText.storable(cause);
  }

  /** What happened. */
  public enum Kind {
    BEGUN,
    TRY_OPENED,
    TRY_FAILED,
    DEFERRED,
    INTERRUPTED,
    BECAME_UNKNOWN,
    SETTLING_DELAYED,
    LEFT_TO_A_PERSON,
    NOT_APPLIED,
    SUCCEEDED,
    PARTLY_FAILED,
    FAILED,
    RELINKED,
    REPORTED,
    /** A person made it due before its time. */
    REQUEUED,
    /** Taken over from elsewhere; stays behind when the sync is exported. */
    IMPORTED
  }
}
