package dev.synctrail.web.platform;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Platforms, or revisions of one. */
@Schema(name = "PlatformList")
public record PlatformList(
    @Schema(description = "The platforms or revisions", required = true) List<PlatformAnswer> data,
    @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
    @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
    @Schema(description = "Whether there is a page after this one", required = true)
        boolean hasMore,
    @Schema(description = "How many there are in all; with `count=true` only")
        @Nullable Long total) {}
