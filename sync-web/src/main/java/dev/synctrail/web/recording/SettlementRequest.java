package dev.synctrail.web.recording;

import dev.synctrail.tracking.SyncStatus;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Request body that sets the outcome of a sync manually. */
@Schema(name = "SettlementRequest")
public record SettlementRequest(
    @Schema(description = "Outcome") StatusRequest.Outcome status,
    @Schema(
            description = "Reason: how the outcome is known",
            example = "The type on the platform is as sent")
        @Size(min = 1, max = 1_000)
        String reason) {

  SyncStatus outcome() {
    return switch (status) {
      case SUCCESS -> SyncStatus.SUCCESS;
      case FAILED -> SyncStatus.FAILED;
    };
  }
}
