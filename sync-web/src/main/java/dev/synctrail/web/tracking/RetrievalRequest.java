package dev.synctrail.web.tracking;

import dev.synctrail.platform.PlatformChoice;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.retrieval.RetrievalOrder;
import dev.synctrail.web.rest.JsonBody;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a retrieval is asked for with. */
@Schema(name = "RetrievalRequest")
public record RetrievalRequest(
    @Schema(
            description = "The platform; the only one when left out, else `optimizely`",
            example = "sandbox")
        String platform,
    @Schema(
            description = "Keys of types, or `\"all\"` that the platform holds",
            required = true,
            oneOf = {String.class, String[].class},
            example = "all")
        Object typeKeys,
    @Schema(description = "Why", maxLength = 1_000) String reason,
    @Schema(description = "For whom, as the actor claims", maxLength = 255) String onBehalfOf,
    @Schema(description = "An object of yours that comes back unchanged, at most 64 KB")
        Object syncMetadata) {

  static RetrievalOrder read(
      JsonBody in, OrderDetails orderDetails, PlatformChoice defaultPlatform) {
    PlatformId platform = DeploymentRequest.platform(in, defaultPlatform);
    JsonValue value = in.optional("typeKeys");
    if (value instanceof JsonString word) {
      if (!word.getString().equals("all")) {
        in.fault("typeKeys", "Neither \"all\" nor an array of keys");
      }
      return new RetrievalOrder(platform, null, orderDetails.cause(in));
    }
    return new RetrievalOrder(platform, DeploymentRequest.named(in, value), orderDetails.cause(in));
  }
}
