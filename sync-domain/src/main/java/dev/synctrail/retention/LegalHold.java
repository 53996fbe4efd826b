package dev.synctrail.retention;

import dev.synctrail.history.SyncFilter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps syncs from being purged, those to come included, until it is released.
 *
 * @param held a run's, a type's, or any that fit
 * @param releasedAt null while it holds, as is {@code releasedBy}
 */
public record LegalHold(
    UUID id,
    SyncFilter held,
    String reason,
    String actor,
    Instant setAt,
    @Nullable Instant releasedAt,
    @Nullable String releasedBy) {

  /** Tells whether it still holds. */
  public boolean holds() {
    return releasedAt == null;
  }
}
