package dev.synctrail.web.version;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the list of versions of a type. */
@Schema(name = "VersionList")
public record VersionList(
    @Schema(description = "Newest first", required = true) List<VersionAnswer> data,
    @Schema(description = "Cursor of the next page") @Nullable String nextCursor,
    @Schema(description = "Cursor of the previous page") @Nullable String prevCursor,
    @Schema(description = "Whether a next page exists", required = true) boolean hasMore,
    @Schema(description = "Number of all entries; only with `count=true`") @Nullable Long total) {}
