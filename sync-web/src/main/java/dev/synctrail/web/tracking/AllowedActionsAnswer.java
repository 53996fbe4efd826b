package dev.synctrail.web.tracking;

import dev.synctrail.deployment.AllowedActions;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What can be done with a sync now. */
@Schema(name = "Can", description = "What can be done with a sync now, and for each no, why not")
public record AllowedActionsAnswer(
    @Schema(
            description = "`POST /sync/{syncId}/retry`: a new sync of the same version",
            required = true)
        Deed retry,
    @Schema(
            description = "The same request for an unknown outcome: it is looked at again at once",
            required = true)
        Deed settle,
    @Schema(
            description =
                "`POST /versions/{versionId}/restore`: to push its version again over what is there",
            required = true)
        Deed restore,
    @Schema(
            description = "`POST /conflicts/{syncId}/resolution`: to decide the conflict it met",
            required = true)
        Deed resolve,
    @Schema(
            description = "`POST /sync/{syncId}/settlement`: to say by hand how it ended",
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
      @Schema(description = "Whether it can be done", required = true, example = "true")
          boolean possible,
      @Schema(description = "Why not; absent when it can") @Nullable String reason) {

    static Deed of(AllowedActions.Deed deed) {
      return new Deed(deed.possible(), deed.reason());
    }
  }
}
