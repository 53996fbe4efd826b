package dev.synctrail.web.run;

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
    @Schema(description = "Log entries, earliest first", required = true) List<Step> data,
    @Schema(description = "Cursor of the next page") @Nullable String nextCursor,
    @Schema(description = "Cursor of the previous page") @Nullable String prevCursor,
    @Schema(description = "Whether a next page exists", required = true) boolean hasMore,
    @Schema(description = "Number of all entries; only with `count=true`") @Nullable Long total) {

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

  /** One event of the run or of one of its syncs. */
  @Schema(name = "RunStep")
  public record Step(
      @Schema(description = "Time", required = true) Instant time,
      @Schema(
              description =
                  "Kind of entry: QUEUED, STARTED, LISTING, SKIPPED, FINISHED for the run,"
                      + " otherwise the kind of the sync event",
              required = true,
              example = "SUCCEEDED")
          String kind,
      @Schema(description = "Actor", required = true, example = "synctrail") String actor,
      @Schema(description = "Sync of the event") @Nullable UUID syncId,
      @Schema(description = "Content type of the sync", example = "ArticlePage")
          @Nullable String typeKey,
      @Schema(description = "Details") @Nullable String detail) {

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
