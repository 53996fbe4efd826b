package dev.synctrail.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a sync stands, small enough to be polled. */
public record SyncProgress(
    SyncId id,
    SyncStatus status,
    TypeKey typeKey,
    PlatformId platform,
    Instant startedAt,
    @Nullable Instant firstSentAt,
    @Nullable Instant completedAt,
    @Nullable String errorMessage) {

  /** Tells whether the status can never change again. */
  public boolean settled() {
    return status.isTerminal();
  }

  /** Returns 0 while nothing has left, 50 from the first request on, 100 when settled. */
  public int progress() {
    if (settled()) {
      return 100;
    }
    return firstSentAt == null ? 0 : 50;
  }
}
