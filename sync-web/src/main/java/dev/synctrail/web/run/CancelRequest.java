package dev.synctrail.web.run;

import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of a cancellation. The reason is optional, and so is the body. */
@Schema(name = "CancelRequest")
public record CancelRequest(
    @Schema(description = "Reason", example = "wrong platform") @Size(max = 1_000)
        @Nullable String reason) {}
