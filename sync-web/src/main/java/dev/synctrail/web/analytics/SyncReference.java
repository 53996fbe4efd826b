package dev.synctrail.web.analytics;

import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A link to a sync; the sync may have been purged. */
@Schema(name = "SyncReference", description = "A sync; it may be purged")
public record SyncReference(
    @Schema(description = "Id of the sync") SyncId id,
    @Schema(description = "Start time") Instant startedAt) {

  static @Nullable SyncReference of(@Nullable SyncId id) {
    return id == null ? null : new SyncReference(id, id.startedAt());
  }
}
