package dev.synctrail.web.run;

import dev.synctrail.history.Page;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.rest.Paging;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of deployments or pull runs. */
@Schema(name = "RunList")
public record RunList(
    @Schema(description = "Runs, newest first", required = true) List<RunAnswer> data,
    @Schema(description = "Cursor of the next page") @Nullable String nextCursor,
    @Schema(description = "Cursor of the previous page") @Nullable String prevCursor,
    @Schema(description = "Whether a next page exists", required = true) boolean hasMore,
    @Schema(description = "Number of all entries; only with `count=true`") @Nullable Long total) {

  static Response of(Page<Run> page, UriInfo uri) {
    return Paging.linked(
        new RunList(
            page.data().stream().map(RunAnswer::of).toList(),
            page.nextCursor(),
            page.prevCursor(),
            page.hasMore(),
            page.total()),
        page,
        uri);
  }
}
