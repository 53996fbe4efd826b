package dev.synctrail.web.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.flowcontrol.WaitReason;
import dev.synctrail.history.SyncProgress;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where a sync stands. */
@Schema(name = "SyncProgress")
public record StatusAnswer(
    @Schema(description = "Id of the sync") SyncId id,
    @Schema(description = "State") SyncStatus status,
    @Schema(description = "Whether the status is final") boolean settled,
    @Schema(
            description = "0 before the first request, 50 from then on, 100 when final",
            example = "50")
        int progress,
    @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
    @Schema(description = "Platform", example = "sandbox") PlatformId targetPlatform,
    @Schema(description = "Request time") Instant startedAt,
    @Schema(description = "Completion time") @Nullable Instant completedAt,
    @Schema(description = "Error message of the sync or of its last attempt")
        @Nullable String errorMessage,
    @Schema(description = "Wait reason; absent when not queued") @Nullable WaitReason waits) {

  static StatusAnswer of(SyncProgress progress, @Nullable WaitReason waits) {
    return new StatusAnswer(
        progress.id(),
        progress.status(),
        progress.settled(),
        progress.progress(),
        progress.typeKey(),
        progress.platform(),
        progress.startedAt(),
        progress.completedAt(),
        progress.errorMessage(),
        waits);
  }
}
