package dev.synctrail.web.deployment;

import dev.synctrail.platform.PlatformChoice;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.retrieval.RetrievalOrder;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Intent;
import dev.synctrail.web.rest.TypeSelection;
import dev.synctrail.web.run.Motive;
import jakarta.validation.constraints.Size;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of a pull run. */
@Schema(name = "RetrievalRequest")
public record RetrievalRequest(
    @Schema(description = DeploymentRequest.PLATFORM, example = "sandbox")
        @Nullable PlatformId platform,
    @Schema(
            description = "Type keys, or `\"all\"` types of the platform",
            implementation = Object.class,
            oneOf = {String.class, String[].class},
            example = "all")
        TypeSelection typeKeys,
    @Schema(description = "Reason") @Size(max = 1_000) @Nullable String reason,
    @Schema(description = Motive.ON_BEHALF_OF) @Size(max = 255) @Nullable String onBehalfOf,
    @Schema(description = Motive.SYNC_METADATA) @Nullable Snapshot syncMetadata)
    implements Motive {

  @Override
  public void check(BiConsumer<String, String> faults) {
    Motive.super.check(faults);
    if (typeKeys != null && typeKeys.word() != null && !typeKeys.word().equals("all")) {
      faults.accept("/typeKeys", "Must be \"all\" or an array of type keys");
    }
  }

  RetrievalOrder order(PlatformChoice defaultPlatform, Intent.Cause cause) {
    return new RetrievalOrder(
        defaultPlatform.orNamed(platform),
        typeKeys.word() == null ? typeKeys.typeKeys() : null,
        cause);
  }
}
