package dev.synctrail.web.run;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Request body of a retry. Every member is optional, and so is the body. */
@Schema(name = "RetryRequest")
public record RetryRequest(
    @Schema(description = "Reason", maxLength = 1_000, example = "the platform is back")
        String reason,
    @Schema(
            description = "Person or system on whose behalf the caller claims to act",
            maxLength = 255)
        String onBehalfOf,
    @Schema(description = "Your own JSON object, at most 64 KB; returned unchanged")
        Object syncMetadata) {}
