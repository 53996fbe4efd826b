package dev.synctrail.bulkretry;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import org.jspecify.annotations.Nullable;

/**
 * One sync of the set.
 *
 * @param supersededBy a later one of the set that is of the same type, platform and direction, so
 *     that only that one is repeated; null when this is the last
 * @param next the sync that repeats it, or itself when its outcome is looked after; null for none
 * @param reason why it was left alone; null when it was not
 */
public record BulkRetryEntry(
    SyncId sync,
    TypeKey typeKey,
    PlatformId platform,
    @Nullable SyncId supersededBy,
    State state,
    @Nullable SyncId next,
    @Nullable String reason) {

  /** What became of it. */
  public enum State {
    PENDING,
    STARTED,
    SKIPPED
  }

  BulkRetryEntry started(SyncId by) {
    return new BulkRetryEntry(sync, typeKey, platform, supersededBy, State.STARTED, by, null);
  }

  BulkRetryEntry skipped(@Nullable String why) {
    return new BulkRetryEntry(sync, typeKey, platform, supersededBy, State.SKIPPED, null, why);
  }
}
