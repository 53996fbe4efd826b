package dev.synctrail.web.run;

import dev.synctrail.deployment.Pin;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A pin: a type that deployments skip, because it was rolled back or keeps a change by others. */
@Schema(
    name = "Pin",
    description =
        "A type that was rolled back on a platform, or whose change by others was kept there,"
            + " and is skipped by deployments of `all` and `changed`")
public record PinAnswer(
    @Schema(description = "Platform", example = "sandbox") String platform,
    @Schema(description = "Content type", example = "ArticlePage") String typeKey,
    @Schema(description = "Latest version at that time; storing a newer one ends the pin")
        String newestVersionId,
    @Schema(description = "Whether the type is absent from the platform") boolean absent,
    @Schema(
            description =
                "Whether a conflict was resolved by keeping the change by others; otherwise the"
                    + " type was rolled back, restored or removed")
        boolean theirs,
    @Schema(description = "Deployment that rolled it back, or met the change by others")
        UUID rollback,
    @Schema(description = "Push that rolled it back, or met the change by others") UUID syncId,
    @Schema(description = "Time") Instant pinnedAt,
    @Schema(description = "Pinned by", example = "admin") String actor,
    @Schema(description = "Reason", example = "it broke the site") @Nullable String reason) {

  /** Converts a pin. */
  public static PinAnswer of(Pin pin) {
    return new PinAnswer(
        pin.platform().value(),
        pin.typeKey().value(),
        pin.newest().hex(),
        pin.absent(),
        pin.theirs(),
        pin.rollback().value(),
        pin.sync().value(),
        pin.at(),
        pin.actor(),
        pin.reason());
  }

  /** Converts pins. */
  public static List<PinAnswer> of(List<Pin> pins) {
    return pins.stream().map(PinAnswer::of).toList();
  }
}
