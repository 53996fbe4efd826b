package dev.synctrail.web.tracking;

import dev.synctrail.deployment.Previewing.Outcome;
import dev.synctrail.deployment.Previewing.Planned;
import dev.synctrail.history.Page;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.deployment.PinAnswer;
import dev.synctrail.web.rest.Paging;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of what a deployment would do. */
@Schema(name = "DeploymentPreview")
public record PreviewAnswer(
    @Schema(description = "The dry run", required = true) RunAnswer run,
    @Schema(description = "The pushes, in the order of the deployment", required = true)
        List<Entry> data,
    @Schema(
            description = "The types that are left out because they were rolled back",
            required = true)
        List<PinAnswer> skipped,
    @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
    @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
    @Schema(description = "Whether there is a page after this one", required = true)
        boolean hasMore,
    @Schema(description = "How many the whole list has, when that was asked for")
        @Nullable Long total) {

  static Response of(Run run, Page<Planned> page, List<PinAnswer> skipped, UriInfo uri) {
    return Paging.linked(
        new PreviewAnswer(
            RunAnswer.of(run),
            page.data().stream().map(Entry::of).toList(),
            skipped,
            page.nextCursor(),
            page.prevCursor(),
            page.hasMore(),
            page.total()),
        page,
        uri);
  }

  /** One push of the plan. */
  @Schema(name = "PlannedPush")
  public record Entry(
      @Schema(description = "The dry run of it", required = true) UUID syncId,
      @Schema(description = "The type", required = true, example = "ArticlePage") String typeKey,
      @Schema(description = "The version") @Nullable String versionId,
      @Schema(description = "What would be done", required = true, example = "UPDATE")
          Outcome outcome,
      @Schema(description = "1 or 2 where the type goes twice, as it is part of a circle")
          @Nullable Integer phase,
      @Schema(
              description = "Where what is there is not what is wanted, by JSON Pointer (RFC 6901)",
              required = true,
              example = "[\"/displayName\"]")
          List<String> changes,
      @Schema(description = "What of the data on the platform may be lost", required = true)
          List<Loss> dataLoss,
      @Schema(description = "Why it would be refused") @Nullable FailureClass failureClass,
      @Schema(description = "The same in words") @Nullable String errorMessage) {

    static Entry of(Planned planned) {
      Failure failure = planned.failure();
      return new Entry(
          planned.sync().id().value(),
          planned.sync().typeKey().value(),
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
      @Schema(
              description = "Where, by JSON Pointer (RFC 6901)",
              required = true,
              example = "/properties/Heading")
          String pointer,
      @Schema(
              description = "What happens there",
              required = true,
              example = "The property and its data are removed.")
          String detail) {}
}
