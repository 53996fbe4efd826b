package dev.synctrail.web.tracking;

import dev.synctrail.history.Page;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.rest.Paging;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of deployments or retrievals. */
@Schema(name = "RunList")
public record RunList(
    @Schema(description = "The runs, the newest first", required = true) List<RunAnswer> data,
    @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
    @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
    @Schema(description = "Whether there is a page after this one", required = true)
        boolean hasMore,
    @Schema(description = "How many the whole list has, when that was asked for")
        @Nullable Long total) {

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
