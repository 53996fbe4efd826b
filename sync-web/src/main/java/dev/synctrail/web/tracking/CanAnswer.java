package dev.synctrail.web.tracking;

import dev.synctrail.deployment.Can;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What can be done with a sync now. */
@Schema(name = "Can", description = "What can be done with a sync now, and for each no, why not")
public record CanAnswer(
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

  static CanAnswer of(Can can) {
    return new CanAnswer(
        Deed.of(can.retry()),
        Deed.of(can.settle()),
        Deed.of(can.restore()),
        Deed.of(can.resolve()),
        Deed.of(can.settlement()));
  }

  /** One thing that can be done, or not. */
  @Schema(name = "CanDo")
  public record Deed(
      @Schema(description = "Whether it can be done", required = true, example = "true")
          boolean possible,
      @Schema(description = "Why not; absent when it can") @Nullable String reason) {

    static Deed of(Can.Deed deed) {
      return new Deed(deed.possible(), deed.reason());
    }
  }
}
