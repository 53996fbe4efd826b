package dev.synctrail.drift;

import dev.synctrail.drift.DeployedState.LeftBy;
import dev.synctrail.tracking.SyncId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a push since it was made: it never changes the sync itself, which is terminal.
 *
 * @param fields where what is there is not what was sent, by JSON Pointer (RFC 6901)
 * @param reason why nothing can be said; null when something is
 * @param live what was there, null for nothing
 * @param givenAt when it first was so
 * @param checkedAt when it was looked at last
 * @param supersededBy the push that came after; null for none
 * @param check the look that it rests on; null when it rests on none
 * @param base how it is known what the push left there, from which others' changes are told; null
 *     while it is not known
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

  /** The verdict in a word. */
  public enum Word {
    /** What was sent is there, the platform's defaults aside. */
    CONFIRMED,
    /** The platform made something else of it, as far as is known of what the push left there. */
    ALTERED,
    /** It could not be read back. */
    UNVERIFIABLE,
    /** Somebody changed it since. */
    DRIFTED,
    /** A later push of ours took its place. */
    SUPERSEDED,
    /** It is not there any more. */
    GONE
  }

  public DriftVerdict {
    fields = List.copyOf(fields);
  }

  /** Tells whether it is older than verdicts are good for; what is superseded stays so. */
  public boolean isStale(Instant now, Duration goodFor) {
    return word != Word.SUPERSEDED && checkedAt.plus(goodFor).isBefore(now);
  }
}
