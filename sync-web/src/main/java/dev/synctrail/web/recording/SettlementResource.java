package dev.synctrail.web.recording;

import dev.synctrail.access.Right;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.recording.RecordingResource.Begun;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.rest.SynctrailApi;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sets the outcome of syncs manually when it stays unknown. */
@Path("/sync")
@Tag(name = "Syncs", description = "One transfer of one content type to or from a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class SettlementResource {
  private final Settlements settlements;

  @Inject
  public SettlementResource(Settlements settlements) {
    this.settlements = settlements;
  }

  /** Settles a sync manually. */
  @POST
  @Needs(Right.ACTION)
  @Path(SynctrailApi.SYNC_ID + "/settlement")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Set the outcome of a sync manually",
      description =
          "For a sync that stays UNKNOWN: it becomes SUCCESS or FAILED with `settledBy`"
              + " PERSON, and later syncs of its type no longer wait for it. Caller and reason"
              + " are recorded with the sync and in the access log.")
  @APIResponseSchema(Begun.class)
  @APIResponse(
      responseCode = "409",
      description = "`ILLEGAL_TRANSITION`: the sync is not UNKNOWN, or an attempt of it is open")
  public Begun settle(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId,
      SettlementRequest request) {
    try {
      return settlements
          .settle(new SyncId(syncId), request.outcome(), request.reason())
          .map(Begun::of)
          .orElseThrow(() -> Problem.notFound("sync " + syncId));
    } catch (IllegalTransition e) {
      throw RecordingResource.illegal(e);
    }
  }
}
