package dev.synctrail.web.run;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Pin;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.VersionId;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A pin: a type that deployments skip, because it was rolled back or keeps a change by others. */
@Schema(
    name = "Pin",
    description =
        "A type that was rolled back on a platform, or whose change by others was kept there,"
            + " and is skipped by deployments of `all` and `changed`")
public record PinAnswer(
    @Schema(description = "Platform", example = "sandbox") PlatformId platform,
    @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
    @Schema(description = "Latest version at that time; storing a newer one ends the pin")
        VersionId newestVersionId,
    @Schema(description = "Whether the type is absent from the platform") boolean absent,
    @Schema(
            description =
                "Whether a conflict was resolved by keeping the change by others; otherwise the"
                    + " type was rolled back, restored or removed")
        boolean theirs,
    @Schema(
            description =
                "Deployment that rolled it back, or met the change by others; absent when that push"
                    + " retried one that was purged")
        @Nullable RunId rollback,
    @Schema(description = "Push that rolled it back, or met the change by others") SyncId syncId,
    @Schema(description = "Time") Instant pinnedAt,
    @Schema(description = "Pinned by", example = "admin") String actor,
    @Schema(description = "Reason", example = "it broke the site") @Nullable String reason) {

  /** Converts a pin. */
  public static PinAnswer of(Pin pin) {
    return new PinAnswer(
        pin.platform(),
        pin.typeKey(),
        pin.newest(),
        pin.absent(),
        pin.theirs(),
        pin.rollback(),
        pin.sync(),
        pin.at(),
        pin.actor(),
        pin.reason());
  }

  /** Converts pins. */
  public static List<PinAnswer> of(List<Pin> pins) {
    return pins.stream().map(PinAnswer::of).toList();
  }
}
