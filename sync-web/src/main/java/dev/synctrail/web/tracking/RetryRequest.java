package dev.synctrail.web.tracking;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a retry may be asked for with; every member may be left out, and so may the body. */
@Schema(name = "RetryRequest")
public record RetryRequest(
    @Schema(description = "Why", maxLength = 1_000, example = "the platform is back") String reason,
    @Schema(description = "For whom, as the actor claims", maxLength = 255) String onBehalfOf,
    @Schema(description = "An object of yours that comes back unchanged, at most 64 KB")
        Object syncMetadata) {}
