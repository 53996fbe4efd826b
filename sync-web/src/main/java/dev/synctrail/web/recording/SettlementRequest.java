package dev.synctrail.web.recording;

import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.rest.JsonBody;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Request body that sets the outcome of a sync manually. */
@Schema(name = "SettlementRequest")
public record SettlementRequest(
    @Schema(description = "Outcome", required = true) StatusRequest.Outcome status,
    @Schema(
            description = "Reason: how the outcome is known",
            required = true,
            minLength = 1,
            maxLength = 1_000,
            example = "The type on the platform is as sent")
        String reason) {

  static SettlementRequest read(JsonBody in) {
    return new SettlementRequest(
        in.constant("status", StatusRequest.Outcome.class), in.text("reason", 1, 1_000));
  }

  SyncStatus outcome() {
    return switch (status) {
      case SUCCESS -> SyncStatus.SUCCESS;
      case FAILED -> SyncStatus.FAILED;
    };
  }
}
