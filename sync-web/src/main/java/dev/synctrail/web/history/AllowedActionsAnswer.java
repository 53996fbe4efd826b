package dev.synctrail.web.history;

import dev.synctrail.deployment.AllowedActions;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What can be done with a sync now. */
@Schema(
    name = "Can",
    description = "Actions that are possible for a sync now, and reasons for those that are not")
public record AllowedActionsAnswer(
    @Schema(description = "`POST /sync/{syncId}/retry`: starts a new sync of the same version")
        Availability retry,
    @Schema(description = "The same request for an unknown outcome: checks the platform again now")
        Availability settle,
    @Schema(description = "`POST /versions/{versionId}/restore`: pushes its version again")
        Availability restore,
    @Schema(description = "`POST /conflicts/{syncId}/resolution`: resolves its conflict")
        Availability resolve,
    @Schema(description = "`POST /sync/{syncId}/settlement`: sets the outcome manually")
        Availability settlement) {

  static AllowedActionsAnswer of(AllowedActions allowedActions) {
    return new AllowedActionsAnswer(
        Availability.of(allowedActions.retry()),
        Availability.of(allowedActions.settle()),
        Availability.of(allowedActions.restore()),
        Availability.of(allowedActions.resolve()),
        Availability.of(allowedActions.settlement()));
  }

  /** One thing that can be done, or not. */
  @Schema(name = "CanDo")
  public record Availability(
      @Schema(description = "Whether the action is possible", example = "true") boolean possible,
      @Schema(description = "Reason why not; absent if possible") @Nullable String reason) {

    static Availability of(AllowedActions.Availability availability) {
      return new Availability(availability.possible(), availability.reason());
    }
  }
}
