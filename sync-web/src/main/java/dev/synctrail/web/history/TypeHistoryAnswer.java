package dev.synctrail.web.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Page;
import dev.synctrail.history.PageCursors;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of the history of one type. */
@Schema(name = "TypeHistory")
public record TypeHistoryAnswer(
    @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
    @Schema(
            description =
                "Latest successful sync of the type, without dry runs, independent of the page")
        @Nullable SyncAnswer lastSuccessfulSync,
    @Schema(description = "Syncs in order") List<SyncAnswer> data,
    @Schema(description = "Cursor of the next page") @Nullable String nextCursor,
    @Schema(description = "Cursor of the previous page") @Nullable String prevCursor,
    @Schema(description = "Whether a next page exists") boolean hasMore,
    @Schema(description = "Number of all entries; only with `count=true`") @Nullable Long total)
    implements PageCursors {

  static TypeHistoryAnswer of(
      TypeKey typeKey, @Nullable SyncAnswer lastSuccessful, Page<SyncAnswer> page) {
    return new TypeHistoryAnswer(
        typeKey,
        lastSuccessful,
        page.data(),
        page.nextCursor(),
        page.prevCursor(),
        page.hasMore(),
        page.total());
  }
}
