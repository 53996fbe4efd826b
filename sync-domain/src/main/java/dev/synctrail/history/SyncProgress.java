package dev.synctrail.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The progress of a sync, small enough for polling. */
public record SyncProgress(
    SyncId id,
    SyncStatus status,
    TypeKey typeKey,
    PlatformId platform,
    Instant startedAt,
    @Nullable Instant firstSentAt,
    @Nullable Instant completedAt,
    @Nullable String errorMessage) {

  /** Returns whether the status is final. */
  public boolean settled() {
    return status.isTerminal();
  }

  /** Returns 0 before the first request, 50 after it, and 100 once settled. */
  public int progress() {
    if (settled()) {
      return 100;
    }
    return firstSentAt == null ? 0 : 50;
  }
}
