package dev.synctrail.web.deployment;

import dev.synctrail.platform.PlatformChoice;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.retrieval.RetrievalOrder;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.run.OrderDetails;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Request body of a pull run. */
@Schema(name = "RetrievalRequest")
public record RetrievalRequest(
    @Schema(description = "Platform; default the only one, else `optimizely`", example = "sandbox")
        String platform,
    @Schema(
            description = "Type keys, or `\"all\"` types of the platform",
            required = true,
            oneOf = {String.class, String[].class},
            example = "all")
        Object typeKeys,
    @Schema(description = "Reason", maxLength = 1_000) String reason,
    @Schema(
            description = "Person or system on whose behalf the caller claims to act",
            maxLength = 255)
        String onBehalfOf,
    @Schema(description = "Your own JSON object, at most 64 KB; returned unchanged")
        Object syncMetadata) {

  static RetrievalOrder read(
      JsonBody in, OrderDetails orderDetails, PlatformChoice defaultPlatform) {
    PlatformId platform = DeploymentRequest.platform(in, defaultPlatform);
    JsonValue value = in.optional("typeKeys");
    if (value instanceof JsonString word) {
      if (!word.getString().equals("all")) {
        in.fault("typeKeys", "Must be \"all\" or an array of type keys");
      }
      return new RetrievalOrder(platform, null, orderDetails.cause(in));
    }
    return new RetrievalOrder(platform, DeploymentRequest.named(in, value), orderDetails.cause(in));
  }
}
