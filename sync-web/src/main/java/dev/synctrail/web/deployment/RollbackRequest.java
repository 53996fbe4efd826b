package dev.synctrail.web.deployment;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.web.run.Motive;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of a rollback. */
@Schema(name = "RollbackRequest")
public record RollbackRequest(
    @Schema(description = "Reason", example = "it broke the site") @Size(min = 1, max = 1_000)
        String reason,
    @Schema(description = Motive.ON_BEHALF_OF) @Size(max = 255) @Nullable String onBehalfOf,
    @Schema(description = Motive.SYNC_METADATA) @Nullable Snapshot syncMetadata,
    @Schema(description = DeploymentRequest.PLAN) @Nullable UUID plan,
    @Schema(description = "Options") DeploymentRequest.Options options)
    implements Motive {

  @Override
  public void check(BiConsumer<String, String> faults) {
    Motive.super.check(faults);
    options.requireSingleWrites(faults);
  }
}
