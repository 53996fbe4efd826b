package dev.synctrail.web.version;

import dev.synctrail.history.LastSync;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The latest sync of a type or version with one platform. */
@Schema(name = "LastSync")
public record LastSyncAnswer(
    @Schema(description = "The platform", required = true, example = "optimizely")
        String targetPlatform,
    @Schema(description = "The sync", required = true) UUID id,
    @Schema(description = "The version it was of") @Nullable String versionId,
    @Schema(description = "The meaning of the content it was of") @Nullable String versionHash,
    @Schema(description = "Which way", required = true) Direction syncDirection,
    @Schema(description = "What was done there") @Nullable Operation operation,
    @Schema(description = "How it ended or stands", required = true) SyncStatus syncStatus,
    @Schema(description = "Why it failed, in one word") @Nullable FailureClass failureClass,
    @Schema(description = "When it was asked for", required = true) Instant startedAt,
    @Schema(description = "When it ended") @Nullable Instant completedAt) {

  static LastSyncAnswer of(LastSync sync) {
    return new LastSyncAnswer(
        sync.platform().value(),
        sync.id().value(),
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
