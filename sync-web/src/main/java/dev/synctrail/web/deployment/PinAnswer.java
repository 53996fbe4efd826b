package dev.synctrail.web.deployment;

import dev.synctrail.deployment.Pin;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A type that was rolled back on a platform and stays so. */
@Schema(name = "Pin", description = "A type that was rolled back on a platform and stays so")
public record PinAnswer(
    @Schema(description = "The platform", required = true, example = "sandbox") String platform,
    @Schema(description = "The type", required = true, example = "ArticlePage") String typeKey,
    @Schema(
            description =
                "The newest version at the rollback; a later one ends the pin by being stored",
            required = true)
        String newestVersionId,
    @Schema(description = "Whether the rollback removed the type there", required = true)
        boolean absent,
    @Schema(description = "The deployment that rolled it back", required = true) UUID rollback,
    @Schema(description = "The push that did", required = true) UUID syncId,
    @Schema(description = "When", required = true) Instant pinnedAt,
    @Schema(description = "Who rolled it back", required = true, example = "admin") String actor,
    @Schema(description = "Why", example = "it broke the site") @Nullable String reason) {

  /** Tells of a pin. */
  public static PinAnswer of(Pin pin) {
    return new PinAnswer(
        pin.platform().value(),
        pin.typeKey().value(),
        pin.newest().hex(),
        pin.absent(),
        pin.rollback().value(),
        pin.sync().value(),
        pin.at(),
        pin.actor(),
        pin.reason());
  }

  /** Tells of pins. */
  public static List<PinAnswer> of(List<Pin> pins) {
    return pins.stream().map(PinAnswer::of).toList();
  }
}
