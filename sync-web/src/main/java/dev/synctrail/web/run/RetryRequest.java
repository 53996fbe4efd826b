package dev.synctrail.web.run;

import dev.synctrail.snapshot.Snapshot;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of a retry. Every member is optional, and so is the body. */
@Schema(name = "RetryRequest")
public record RetryRequest(
    @Schema(description = "Reason", example = "the platform is back") @Size(max = 1_000)
        @Nullable String reason,
    @Schema(description = Motive.ON_BEHALF_OF) @Size(max = 255) @Nullable String onBehalfOf,
    @Schema(description = Motive.SYNC_METADATA) @Nullable Snapshot syncMetadata)
    implements Motive {}
