package dev.synctrail.web.recording;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Recording.Begun;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.web.run.Motive;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of a sync that an external system is about to carry out. */
@Schema(name = "RecordRequest")
public record RecordRequest(
    @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
    @Schema(
            description =
                "Content hash; default computed from `data`. The sync is linked to the latest"
                    + " version of the type with this hash")
        @Nullable ContentHash versionHash,
    @Schema(description = "Platform; it need not be configured", example = "contentful")
        PlatformId targetPlatform,
    @Schema(description = "Direction") Direction syncDirection,
    @Schema(description = "Pushed or pulled content, stored byte for byte") Snapshot data,
    @Schema(description = "Your own UUID to group syncs") @Nullable UUID deploymentId,
    @Schema(description = Motive.SYNC_METADATA) @Nullable Snapshot syncMetadata,
    @Schema(description = "Start time; default now") @PastOrPresent @Nullable Instant startedAt,
    @Schema(description = "Reason") @Size(max = 1_000) @Nullable String reason,
    @Schema(description = Motive.ON_BEHALF_OF) @Size(max = 255) @Nullable String onBehalfOf)
    implements Motive {

  /** Returns the sync that begins. */
  Begun begun(VersionLink version, Intent.Cause cause) {
    return new Begun(
        typeKey,
        version,
        targetPlatform,
        syncDirection,
        data,
        deploymentId == null ? cause : cause.in(new RunId(deploymentId)),
        startedAt);
  }
}
