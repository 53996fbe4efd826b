package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState.State;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A period in which a type was not as our last push had left it.
 *
 * @param pushed the push it drifted from
 * @param state {@link State#MODIFIED} or {@link State#MISSING}, as last observed
 * @param fields where it differed, as last observed
 * @param lastKnownGood when it was last observed as we left it; null for never
 * @param live the state found instead; null when the type was absent
 * @param endedAt null while it is ongoing
 * @param end how it ended; null while it is ongoing
 * @param endedBy the push that ended it; null when it was none
 * @param actor who ended it; null when it was no user of ours
 * @param reason the reason given; null when none was
 */
public record DriftIncident(
    UUID id,
    PlatformId platform,
    TypeKey typeKey,
    SyncId pushed,
    State state,
    List<String> fields,
    @Nullable Instant lastKnownGood,
    Instant firstSeen,
    Instant lastSeen,
    @Nullable Observation live,
    @Nullable Instant endedAt,
    @Nullable End end,
    @Nullable SyncId endedBy,
    @Nullable String actor,
    @Nullable String reason) {

  /** How a drift incident ended. */
  public enum End {
    /** The type is again as we left it. */
    REVERTED,
    /** A push of ours overwrote the change. */
    PUSHED,
    /** A user accepted the change. */
    ACCEPTED
  }

  public DriftIncident {
    fields = List.copyOf(fields);
  }

  /** Records that the drift was observed again. */
  DriftIncident seen(DeployedState now, Instant at) {
    return new DriftIncident(
        id,
        platform,
        typeKey,
        pushed,
        now.state(),
        now.fields(),
        lastKnownGood,
        firstSeen,
        at,
        now.live(),
        null,
        null,
        null,
        null,
        null);
  }

  /** Ends the incident. */
  DriftIncident ended(
      End how, Instant at, @Nullable SyncId by, @Nullable String who, @Nullable String why) {
    return new DriftIncident(
        id,
        platform,
        typeKey,
        pushed,
        state,
        fields,
        lastKnownGood,
        firstSeen,
        lastSeen,
        live,
        at,
        how,
        by,
        who,
        why);
  }
}
