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
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
  private final EvidenceFile evidence;

  @Inject
  public SyncProofResource(SyncHistory history, LedgerProofs proofs, EvidenceFile evidence) {
    this.history = history;
    this.proofs = proofs;
    this.evidence = evidence;
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

  /** Returns the evidence bundle of a sync. */
  @GET
  @Needs(Right.EXPORT)
  @Path(SynctrailApi.SYNC_ID + "/evidence")
  @Produces(EvidenceFile.MEDIA_TYPE)
  @Operation(
      summary = "Download evidence about a sync",
      description =
          "A ZIP with the entries of the ledger about a sync, their proofs, the signed checkpoint and"
              + " the keys, which `synctrail-verify.jar` verifies offline. Entries that have no"
              + " place in the ledger yet are awaited for a few seconds.")
  @APIResponse(
      responseCode = "200",
      description = "Evidence bundle",
      content =
          @Content(
              mediaType = EvidenceFile.MEDIA_TYPE,
              schema = @Schema(type = SchemaType.STRING, format = "binary")),
      headers = @Header(name = "Content-Disposition", description = "File name"))
  @APIResponse(responseCode = "404", description = "Sync not found")
  @APIResponse(
      responseCode = "503",
      description =
          "`NOT_SEQUENCED`: an entry has no place in the ledger yet; or the database cannot be"
              + " reached. Retry after `Retry-After` seconds")
  public Response evidence(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId,
      @QueryParam("include")
          @Parameter(
              description =
                  "`data` adds the values and payloads that entries commit to, with their salts;"
                      + " requires the right PAYLOAD",
              example = "data")
          List<String> include,
      @Context HttpServletRequest request,
      @Context HttpServletResponse response) {
    if (history.progress(new SyncId(syncId)).isEmpty()) {
      throw Problem.notFound("sync " + syncId);
    }
    return evidence.answer(evidence.of(syncId, include), request, response);
  }
}
