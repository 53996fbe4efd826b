package dev.synctrail.web.run;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.RunStep;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One event of the run or of one of its syncs. */
@Schema(name = "RunStep")
public record RunStepAnswer(
    @Schema(description = "Time") Instant time,
    @Schema(
            description =
                "Kind of entry: QUEUED, STARTED, LISTING, SKIPPED, FINISHED for the run,"
                    + " otherwise the kind of the sync event",
            example = "SUCCEEDED")
        String kind,
    @Schema(description = "Actor", example = "synctrail") String actor,
    @Schema(description = "Sync of the event") @Nullable SyncId syncId,
    @Schema(description = "Content type of the sync", example = "ArticlePage")
        @Nullable TypeKey typeKey,
    @Schema(description = "Details") @Nullable String detail) {

  static RunStepAnswer of(RunStep step) {
    return new RunStepAnswer(
        step.at(), step.kind(), step.actor(), step.sync(), step.typeKey(), step.detail());
  }
}
