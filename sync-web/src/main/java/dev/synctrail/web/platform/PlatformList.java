package dev.synctrail.web.platform;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of platforms, or of revisions of a platform. */
@Schema(name = "PlatformList")
public record PlatformList(
    @Schema(description = "Platforms or revisions", required = true) List<PlatformAnswer> data,
    @Schema(description = "Cursor of the next page") @Nullable String nextCursor,
    @Schema(description = "Cursor of the previous page") @Nullable String prevCursor,
    @Schema(description = "Whether a next page exists", required = true) boolean hasMore,
    @Schema(description = "Number of all entries; only with `count=true`") @Nullable Long total) {}
