package dev.synctrail.web.version;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the list of content types. */
@Schema(name = "TypeList")
public record TypeList(
    @Schema(description = "In the order of their keys", required = true) List<TypeAnswer> data,
    @Schema(description = "Leads to the page after this") @Nullable String nextCursor,
    @Schema(description = "Leads to the page before this") @Nullable String prevCursor,
    @Schema(description = "Whether more follow", required = true) boolean hasMore,
    @Schema(description = "How many there are; only with `count=true`") @Nullable Long total) {}
