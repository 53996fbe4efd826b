package dev.synctrail.web.version;

import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.history.LastSync;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The latest sync of a type or version with one platform. */
@Schema(name = "LastSync")
public record LastSyncAnswer(
    @Schema(description = "Platform", example = "optimizely") PlatformId targetPlatform,
    @Schema(description = "Id of the sync") SyncId id,
    @Schema(description = "Version") @Nullable String versionId,
    @Schema(description = "Content hash") @Nullable String versionHash,
    @Schema(description = "Direction") Direction syncDirection,
    @Schema(description = "Operation") @Nullable Operation operation,
    @Schema(description = "Status") SyncStatus syncStatus,
    @Schema(description = "Failure class") @Nullable FailureClass failureClass,
    @Schema(description = "Request time") Instant startedAt,
    @Schema(description = "End time") @Nullable Instant completedAt) {

  static LastSyncAnswer of(LastSync sync) {
    return new LastSyncAnswer(
        sync.platform(),
        sync.id(),
        sync.versionId(),
        sync.versionHash(),
        sync.direction(),
        sync.operation(),
        sync.status(),
        sync.failureClass(),
        sync.startedAt(),
        sync.completedAt());
  }
}
