package dev.synctrail.web.run;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of a cancellation. The reason is optional, and so is the body. */
@Schema(name = "CancelRequest")
record CancelRequest(
    @Schema(description = "Reason", maxLength = 1_000, example = "wrong platform")
        @Nullable String reason) {}
