package dev.synctrail.retention;

import dev.synctrail.history.SyncFilter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A legal hold, which protects matching syncs from being purged, including future ones, until it is
 * released.
 *
 * @param filter selects the protected syncs: those of a run, of a type, or any others
 * @param releasedAt null while it is in force, as is {@code releasedBy}
 */
public record LegalHold(
    UUID id,
    SyncFilter filter,
    String reason,
    String actor,
    Instant setAt,
    @Nullable Instant releasedAt,
    @Nullable String releasedBy) {

  /** Returns whether it is in force. */
  public boolean holds() {
    return releasedAt == null;
  }
}
