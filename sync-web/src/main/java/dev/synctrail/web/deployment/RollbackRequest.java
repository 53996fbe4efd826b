package dev.synctrail.web.deployment;

import dev.synctrail.gateway.PushOptions;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.run.OrderDetails;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of a rollback. */
@Schema(name = "RollbackRequest")
public record RollbackRequest(
    @Schema(
            description = "Reason",
            required = true,
            maxLength = 1_000,
            example = "it broke the site")
        String reason,
    @Schema(
            description = "Person or system on whose behalf the caller claims to act",
            maxLength = 255)
        String onBehalfOf,
    @Schema(description = "Your own JSON object, at most 64 KB; returned unchanged")
        Object syncMetadata,
    @Schema(
            description =
                "Finished dry run that this request confirms. A retry may only lose data that"
                    + " a confirmed plan names")
        UUID plan,
    @Schema(description = "Options") DeploymentRequest.Options options) {

  static Content read(JsonBody in, OrderDetails orderDetails) {
    in.text("reason", 1, 1_000);
    return new Content(
        DeploymentRequest.rollbackOptions(in), DeploymentRequest.plan(in), orderDetails.cause(in));
  }

  record Content(PushOptions options, @Nullable RunId plan, Intent.Cause cause) {}
}
