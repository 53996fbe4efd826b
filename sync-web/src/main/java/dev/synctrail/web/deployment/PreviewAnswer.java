package dev.synctrail.web.deployment;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Previewing.Outcome;
import dev.synctrail.deployment.Previewing.Planned;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.history.Page;
import dev.synctrail.history.PageCursors;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.run.PinAnswer;
import dev.synctrail.web.run.RunAnswer;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of the plan of a deployment. */
@Schema(name = "DeploymentPreview")
public record PreviewAnswer(
    @Schema(description = "Dry run") RunAnswer run,
    @Schema(description = "Pushes in the order of the deployment") List<Entry> data,
    @Schema(description = "Types skipped because they were rolled back") List<PinAnswer> skipped,
    @Schema(description = "Cursor of the next page") @Nullable String nextCursor,
    @Schema(description = "Cursor of the previous page") @Nullable String prevCursor,
    @Schema(description = "Whether a next page exists") boolean hasMore,
    @Schema(description = "Number of all entries; only with `count=true`") @Nullable Long total)
    implements PageCursors {

  static PreviewAnswer of(Run run, Page<Planned> page, List<PinAnswer> skipped) {
    return new PreviewAnswer(
        RunAnswer.of(run),
        page.data().stream().map(Entry::of).toList(),
        skipped,
        page.nextCursor(),
        page.prevCursor(),
        page.hasMore(),
        page.total());
  }

  /** One push of the plan. */
  @Schema(name = "PlannedPush")
  public record Entry(
      @Schema(description = "Sync of the dry run") SyncId syncId,
      @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
      @Schema(description = "Version") @Nullable String versionId,
      @Schema(description = "Planned outcome", example = "UPDATE") Outcome outcome,
      @Schema(
              description =
                  "Phase 1 or 2 of a type that is pushed twice because of a reference cycle")
          @Nullable Integer phase,
      @Schema(
              description = "JSON Pointers (RFC 6901) of the changes",
              example = "[\"/displayName\"]")
          List<String> changes,
      @Schema(description = "Data on the platform that may be lost") List<Loss> dataLoss,
      @Schema(description = "Failure class, if it would be refused")
          @Nullable FailureClass failureClass,
      @Schema(description = "Explanation") @Nullable String errorMessage) {

    static Entry of(Planned planned) {
      Failure failure = planned.failure();
      return new Entry(
          planned.sync().id(),
          planned.sync().typeKey(),
          planned.sync().version().versionId(),
          planned.outcome(),
          planned.phase(),
          planned.changes(),
          planned.losses().stream().map(loss -> new Loss(loss.field(), loss.detail())).toList(),
          failure == null ? null : failure.failureClass(),
          failure == null ? null : failure.message());
    }
  }

  /** Data that a push may lose. */
  @Schema(name = "DataLoss")
  public record Loss(
      @Schema(description = "JSON Pointer (RFC 6901)", example = "/properties/Heading")
          String pointer,
      @Schema(description = "Effect", example = "The property and its data are removed.")
          String detail) {}
}
