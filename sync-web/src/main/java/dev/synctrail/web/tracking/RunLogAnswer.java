package dev.synctrail.web.tracking;

import dev.synctrail.history.Page;
import dev.synctrail.history.RunStep;
import dev.synctrail.web.rest.Paging;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of the steps of a run. */
@Schema(name = "RunLog")
public record RunLogAnswer(
    @Schema(description = "The steps, the earliest first", required = true) List<Step> data,
    @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
    @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
    @Schema(description = "Whether there is a page after this one", required = true)
        boolean hasMore,
    @Schema(description = "How many steps there are, when that was asked for")
        @Nullable Long total) {

  static Response of(Page<RunStep> page, UriInfo uri) {
    return Paging.linked(
        new RunLogAnswer(
            page.data().stream().map(Step::of).toList(),
            page.nextCursor(),
            page.prevCursor(),
            page.hasMore(),
            page.total()),
        page,
        uri);
  }

  /** What happened to the run or to one of its syncs. */
  @Schema(name = "RunStep")
  public record Step(
      @Schema(description = "When it happened", required = true) Instant time,
      @Schema(
              description =
                  "What happened: QUEUED, STARTED, LISTING, SKIPPED, FINISHED to the run, otherwise"
                      + " the kind of the sync's event",
              required = true,
              example = "SUCCEEDED")
          String kind,
      @Schema(description = "Who caused it", required = true, example = "synctrail") String actor,
      @Schema(description = "The sync it happened to") @Nullable UUID syncId,
      @Schema(description = "That sync's type", example = "ArticlePage") @Nullable String typeKey,
      @Schema(description = "More, in words") @Nullable String detail) {

    static Step of(RunStep step) {
      return new Step(
          step.at(),
          step.kind(),
          step.actor(),
          step.sync() == null ? null : step.sync().value(),
          step.typeKey() == null ? null : step.typeKey().value(),
          step.detail());
    }
  }
}
