package dev.synctrail.web.tracking;

import dev.synctrail.history.SyncProgress;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.flowcontrol.WaitReasonAnswer;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where a sync stands. */
@Schema(name = "SyncProgress")
public record StatusAnswer(
    @Schema(description = "The sync", required = true) UUID id,
    @Schema(description = "Where it stands", required = true) SyncStatus status,
    @Schema(description = "Whether that can never change again", required = true) boolean settled,
    @Schema(
            description =
                "0 while nothing was sent, 50 from the first request on, 100 when settled",
            required = true,
            example = "50")
        int progress,
    @Schema(description = "The content type", required = true, example = "ArticlePage")
        String typeKey,
    @Schema(description = "The platform", required = true, example = "sandbox")
        String targetPlatform,
    @Schema(description = "When it was asked for", required = true) Instant startedAt,
    @Schema(description = "When it was settled") @Nullable Instant completedAt,
    @Schema(description = "Why it failed, or its last try did") @Nullable String errorMessage,
    @Schema(description = "Why it waits; absent when it is not queued")
        @Nullable WaitReasonAnswer waits) {

  static StatusAnswer of(SyncProgress progress, @Nullable WaitReasonAnswer waits) {
    return new StatusAnswer(
        progress.id().value(),
        progress.status(),
        progress.settled(),
        progress.progress(),
        progress.typeKey().value(),
        progress.platform().value(),
        progress.startedAt(),
        progress.completedAt(),
        progress.errorMessage(),
        waits);
  }
}
