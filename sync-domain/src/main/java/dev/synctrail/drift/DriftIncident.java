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
 * A time in which a type was not as our last push had left it.
 *
 * @param pushed the push it drifted from
 * @param state {@link State#MODIFIED} or {@link State#MISSING}, as it was seen last
 * @param fields where it differed, as it was seen last
 * @param lastKnownGood when it was last seen as we left it; null for never
 * @param live what was there instead; null for nothing
 * @param endedAt null while it lasts
 * @param end what ended it; null while it lasts
 * @param endedBy the push that did; null when it was none
 * @param actor who ended it; null when nobody of ours did
 * @param reason why; null when none was given
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

  /** What ended it. */
  public enum End {
    /** It is as we left it again. */
    REVERTED,
    /** We pushed over it. */
    PUSHED,
    /** A person took theirs as it is. */
    ACCEPTED
  }

  public DriftIncident {
    fields = List.copyOf(fields);
  }

  /** It is seen once more. */
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

  /** It is over. */
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
