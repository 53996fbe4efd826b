package dev.synctrail.bulkretry;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import org.jspecify.annotations.Nullable;

/**
 * One sync in the set of a job.
 *
 * @param supersededBy a later sync in the set with the same type, platform and direction, so that
 *     only the later one is retried; null if there is none
 * @param next the sync that retries it, or the sync itself if its outcome is being settled; null if
 *     none
 * @param reason the reason for skipping it; null if it was not skipped
 */
public record BulkRetryEntry(
    SyncId sync,
    TypeKey typeKey,
    PlatformId platform,
    @Nullable SyncId supersededBy,
    State state,
    @Nullable SyncId next,
    @Nullable String reason) {

  /** The state of an entry. */
  public enum State {
    PENDING,
    STARTED,
    SKIPPED
  }

  BulkRetryEntry started(SyncId retry) {
    return new BulkRetryEntry(sync, typeKey, platform, supersededBy, State.STARTED, retry, null);
  }

  BulkRetryEntry skipped(@Nullable String cause) {
    return new BulkRetryEntry(sync, typeKey, platform, supersededBy, State.SKIPPED, null, cause);
  }
}
