package dev.synctrail.web.ledger;

import dev.synctrail.access.Right;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.ledger.LedgerProofs;
import dev.synctrail.ledger.LedgerProofs.SubjectProof;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.rest.SynctrailApi;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
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

/** Proves what the ledger has about one sync. */
@Path("/sync")
@Tag(name = "Syncs", description = "One transfer of one content type to or from a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class SyncProofResource {
  private final SyncHistory history;
  private final LedgerProofs proofs;

  @Inject
  public SyncProofResource(SyncHistory history, LedgerProofs proofs) {
    this.history = history;
    this.proofs = proofs;
  }

  /** Returns the entries about a sync with their proofs. */
  @GET
  @Needs(Right.METADATA)
  @Path(SynctrailApi.SYNC_ID + "/proof")
  @Operation(
      summary = "Prove a sync",
      description =
          "The entries of the ledger about a sync, each with its Merkle audit path in the newest"
              + " checkpoint. What was recorded in the last second may still be missing.")
  @APIResponseSchema(SubjectProof.class)
  @APIResponse(responseCode = "404", description = "Sync not found")
  public SubjectProof proof(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId) {
    if (history.progress(new SyncId(syncId)).isEmpty()) {
      throw Problem.notFound("sync " + syncId);
    }
    return proofs.of(syncId);
  }
}
