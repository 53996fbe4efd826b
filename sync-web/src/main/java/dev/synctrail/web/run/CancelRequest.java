package dev.synctrail.web.run;

import dev.synctrail.tracking.Cancelling;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Problem;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of a cancellation. The reason is optional, and so is the body. */
@Schema(name = "CancelRequest")
public record CancelRequest(
    @Schema(description = "Reason", maxLength = 1_000, example = "wrong platform")
        @Nullable String reason) {

  public static RunAnswer carryOut(
      Cancelling cancelling,
      ReadingRuns runs,
      Direction direction,
      UUID id,
      byte[] body,
      SecurityContext security) {
    CancelRequest request =
        JsonBody.readOptional(body, in -> new CancelRequest(in.optionalText("reason", 1_000)));
    RunId run = runs.required(direction, id).id();
    try {
      cancelling.cancel(run, security.getUserPrincipal().getName(), request.reason());
    } catch (IllegalTransition e) {
      throw Problem.conflict("NOT_CANCELLABLE", String.valueOf(e.getMessage()));
    }
    return runs.one(direction, id);
  }
}
