package dev.synctrail.drift;

import dev.synctrail.drift.DeployedState.LeftBy;
import dev.synctrail.tracking.SyncId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking a push since it was made. It never changes the sync itself, which is
 * terminal.
 *
 * @param fields where the live state differs from what was sent, by JSON Pointer (RFC 6901)
 * @param reason why there is no result; null when there is one
 * @param live the state that was found; null when the type was absent
 * @param givenAt when this verdict was first given
 * @param checkedAt when the type was last checked
 * @param supersededBy the later push; null for none
 * @param check the check that the verdict is based on; null for none
 * @param base how the state that the push left is known, against which changes by others are
 *     detected; null while unknown
 */
public record DriftVerdict(
    SyncId sync,
    Word word,
    List<String> fields,
    @Nullable String reason,
    @Nullable Observation live,
    Instant givenAt,
    Instant checkedAt,
    @Nullable SyncId supersededBy,
    @Nullable UUID check,
    @Nullable LeftBy base) {

  /** The verdict as a constant. */
  public enum Word {
    /** The content that was sent is there, apart from the platform's defaults. */
    CONFIRMED,
    /** The platform altered the content, as far as the state that the push left is known. */
    ALTERED,
    /** The type could not be read back. */
    UNVERIFIABLE,
    /** The type was changed by others since. */
    DRIFTED,
    /** A later push of ours replaced it. */
    SUPERSEDED,
    /** The type is no longer there. */
    GONE
  }

  public DriftVerdict {
    fields = List.copyOf(fields);
  }

  /**
   * Returns whether the last check is longer ago than {@code goodFor}; a superseded verdict never
   * becomes stale.
   */
  public boolean isStale(Instant now, Duration goodFor) {
    return word != Word.SUPERSEDED && checkedAt.plus(goodFor).isBefore(now);
  }
}
