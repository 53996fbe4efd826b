package dev.synctrail.web.history;

import dev.synctrail.deployment.AllowedActions;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What can be done with a sync now. */
@Schema(
    name = "Can",
    description = "Actions that are possible for a sync now, and reasons for those that are not")
public record AllowedActionsAnswer(
    @Schema(
            description = "`POST /sync/{syncId}/retry`: starts a new sync of the same version",
            required = true)
        Deed retry,
    @Schema(
            description = "The same request for an unknown outcome: checks the platform again now",
            required = true)
        Deed settle,
    @Schema(
            description = "`POST /versions/{versionId}/restore`: pushes its version again",
            required = true)
        Deed restore,
    @Schema(
            description = "`POST /conflicts/{syncId}/resolution`: resolves its conflict",
            required = true)
        Deed resolve,
    @Schema(
            description = "`POST /sync/{syncId}/settlement`: sets the outcome manually",
            required = true)
        Deed settlement) {

  static AllowedActionsAnswer of(AllowedActions allowedActions) {
    return new AllowedActionsAnswer(
        Deed.of(allowedActions.retry()),
        Deed.of(allowedActions.settle()),
        Deed.of(allowedActions.restore()),
        Deed.of(allowedActions.resolve()),
        Deed.of(allowedActions.settlement()));
  }

  /** One thing that can be done, or not. */
  @Schema(name = "CanDo")
  public record Deed(
      @Schema(description = "Whether the action is possible", required = true, example = "true")
          boolean possible,
      @Schema(description = "Reason why not; absent if possible") @Nullable String reason) {

    static Deed of(AllowedActions.Deed deed) {
      return new Deed(deed.possible(), deed.reason());
    }
  }
}
