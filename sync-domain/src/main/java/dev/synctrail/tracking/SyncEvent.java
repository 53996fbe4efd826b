package dev.synctrail.tracking;

import dev.synctrail.text.ForeignText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry in the history of a sync, in order.
 *
 * @param actor who caused it; {@code synctrail} for the engine
 * @param cause a description for people
 */
public record SyncEvent(
    SyncId syncId, Kind kind, Instant at, String actor, @Nullable String cause) {
  /** The actor name of the engine. */
  public static final String ENGINE = "synctrail";

  public SyncEvent {
    cause = cause == null ? null : ForeignText.storable(cause);
  }

  /** The kind of event. */
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
    /** A user made it due before its time. */
    REQUEUED,
    /** Imported from another installation; left out when the sync is exported. */
    IMPORTED
  }
}
