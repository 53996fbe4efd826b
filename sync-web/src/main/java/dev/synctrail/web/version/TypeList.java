package dev.synctrail.web.version;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the list of content types. */
@Schema(name = "TypeList")
public record TypeList(
    @Schema(description = "Ordered by key", required = true) List<TypeAnswer> data,
    @Schema(description = "Cursor of the next page") @Nullable String nextCursor,
    @Schema(description = "Cursor of the previous page") @Nullable String prevCursor,
    @Schema(description = "Whether a next page exists", required = true) boolean hasMore,
    @Schema(description = "Number of all entries; only with `count=true`") @Nullable Long total) {}
