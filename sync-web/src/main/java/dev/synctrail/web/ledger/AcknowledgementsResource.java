package dev.synctrail.web.ledger;

import dev.synctrail.access.Right;
import dev.synctrail.ledger.LedgerGuard;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Acknowledges that the ledger was set back, so that pushes go on. */
@Path("/ledger/acknowledgements")
@Tag(name = "Ledger")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class AcknowledgementsResource {
  private final LedgerGuard guard;

  @Inject
  public AcknowledgementsResource(LedgerGuard guard) {
    this.guard = guard;
  }

  /** Acknowledges everything that was found. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Acknowledge that the ledger was set back",
      description =
          "The ledger continues from where the database is, and pushes go on. Check all platforms"
              + " afterwards: they may hold what was pushed after the backup. The acknowledgement"
              + " is an entry of the ledger.")
  @APIResponse(responseCode = "204", description = "Acknowledged")
  @APIResponse(
      responseCode = "409",
      description = "`NOT_ROLLED_BACK`: there is nothing to acknowledge")
  public void acknowledge(AcknowledgementRequest request, @Context SecurityContext security) {
    if (!guard.acknowledge(security.getUserPrincipal().getName(), request.reason())) {
      throw Problem.conflict(
          "NOT_ROLLED_BACK", "The ledger continues everything that is known of it outside");
    }
  }

  /** The request to acknowledge. */
  @Schema(name = "AcknowledgementRequest")
  public record AcknowledgementRequest(
      @Schema(
              description = "Why the database is older",
              example = "Restored from last night's backup after a disk failure")
          @Size(min = 1, max = 1_000)
          String reason) {}
}
