package dev.synctrail.web.ledger;

import dev.synctrail.access.Right;
import dev.synctrail.anchor.Anchors;
import dev.synctrail.ledger.KeyHistory;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.ledger.LedgerProofs;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.ConsistencyProof;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.InclusionProof;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.history.CriteriaParameters;
import dev.synctrail.web.history.PayloadSearchAccess;
import dev.synctrail.web.ledger.LedgerStatus.LedgerStatusAnswer;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The ledger as a transparency log: checkpoint, tiles, entry bundles, proofs and keys. */
@Path("/ledger")
@Tag(name = "Ledger", description = "The transparency log of everything that was recorded")
@Produces(MediaType.APPLICATION_JSON)
@Needs(Right.METADATA)
@SharedResource
public class LedgerResource {
  private final LedgerProofs proofs;
  private final LedgerKeys keys;
  private final KeyHistory history;
  private final Anchors anchors;
  private final LedgerStatus status;
  private final EvidenceFile evidence;
  private final PayloadSearchAccess payloadSearchAccess;

  @Inject
  public LedgerResource(
      LedgerProofs proofs,
      LedgerKeys keys,
      KeyHistory history,
      Anchors anchors,
      LedgerStatus status,
      EvidenceFile evidence,
      PayloadSearchAccess payloadSearchAccess) {
    this.proofs = proofs;
    this.keys = keys;
    this.history = history;
    this.anchors = anchors;
    this.status = status;
    this.evidence = evidence;
    this.payloadSearchAccess = payloadSearchAccess;
  }

  /** Shows the status of the ledger. */
  @GET
  @Operation(
      summary = "Show the status of the ledger",
      description =
          "Size, time of the last anchor, and whether the database is older than what is known of"
              + " the ledger outside.")
  @APIResponseSchema(LedgerStatusAnswer.class)
  public LedgerStatusAnswer status() {
    return status.now();
  }

  /** Returns the newest checkpoint. */
  @GET
  @Path("checkpoint")
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(
      summary = "Show the newest checkpoint",
      description =
          "Signed note (C2SP tlog-checkpoint) with name, size and root of the log. Keep it to prove"
              + " later that nothing was changed or removed. It has the cosignatures of witnesses"
              + " that know it already; those of earlier ones are in `/ledger/anchors`.")
  @APIResponse(
      responseCode = "200",
      description = "Signed note",
      content = @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(responseCode = "404", description = "The ledger has no entry yet")
  public String checkpoint() {
    Note note = proofs.checkpoint().orElseThrow(() -> Problem.notFound("checkpoint yet"));
    return anchors.of(Checkpoint.parse(note.text()).size()).stream()
        .reduce(note, (cosigned, anchor) -> anchor.cosigning(cosigned), (one, other) -> other)
        .toString();
  }

  /** Returns a tile or an entry bundle. */
  @GET
  @Path("tile/{tile: .+}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      summary = "Download a tile",
      description =
          "Hashes of the tree (`tile/0/x001/067`, `tile/1/000.p/12`) or a bundle of entries"
              + " (`tile/entries/000.p/5`) in the layout of C2SP tlog-tiles. A tile never changes.")
  @APIResponse(
      responseCode = "200",
      description = "Bytes of the tile",
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = SchemaType.STRING, format = "binary")),
      headers = @Header(name = "Cache-Control", description = "A tile can be kept forever"))
  @APIResponse(responseCode = "404", description = "The newest checkpoint has no such tile")
  public Response tile(
      @PathParam("tile") @Parameter(description = "Level, number and width", example = "0/000.p/1")
          String tile) {
    byte[] bytes =
        found(() -> proofs.tile(LogTile.parse("tile/" + tile)))
            .orElseThrow(() -> Problem.notFound("tile " + tile));
    return Response.ok(bytes)
        .header("Cache-Control", "private, max-age=31536000, immutable")
        .build();
  }

  /** Proves that an entry is in the log. */
  @GET
  @Path("proofs/inclusion")
  @Operation(
      summary = "Prove that an entry is in the ledger",
      description = "Merkle audit path (RFC 6962, section 2.1.1).")
  @APIResponseSchema(ProofAnswer.class)
  @APIResponse(responseCode = "404", description = "There is no such leaf, or no such tree yet")
  public ProofAnswer inclusion(
      @QueryParam("leaf") @Parameter(description = "Index of the leaf, from 0") long leaf,
      @QueryParam("size") @Parameter(description = "Size of the tree of a checkpoint") long size) {
    InclusionProof proof = found(() -> proofs.inclusion(leaf, size));
    return new ProofAnswer(path(proof.path()));
  }

  /** Proves that the log only grew. */
  @GET
  @Path("proofs/consistency")
  @Operation(
      summary = "Prove that the ledger only grew",
      description =
          "Nodes from which the roots of an earlier and a later checkpoint follow (RFC 6962,"
              + " section 2.1.2).")
  @APIResponseSchema(ProofAnswer.class)
  @APIResponse(responseCode = "404", description = "There are no such trees yet")
  public ProofAnswer consistency(
      @QueryParam("first") @Parameter(description = "Size of the earlier tree") long first,
      @QueryParam("second") @Parameter(description = "Size of the later tree") long second) {
    ConsistencyProof proof = found(() -> proofs.consistency(first, second));
    return new ProofAnswer(path(proof.path()));
  }

  /** Lists the public keys. */
  @GET
  @Path("keys")
  @Operation(
      summary = "List the public keys of the ledger",
      description =
          "Verifier keys (C2SP signed-note), oldest first; the last one signs now. A note of each key"
              + " says from when it has signed and which one it replaced, and is signed by both.")
  public KeysAnswer keys() {
    return new KeysAnswer(
        keys.trusted().stream().map(Object::toString).toList(),
        history.notes().stream().map(Object::toString).toList());
  }

  /** Returns the evidence bundle of syncs. */
  @GET
  @Path("evidence")
  @Needs(Right.EXPORT)
  @Produces(EvidenceFile.MEDIA_TYPE)
  @Operation(
      summary = "Download evidence about syncs",
      description =
          "A ZIP like that of `/sync/{syncId}/evidence`, about all syncs that match the filters, at"
              + " most 1000. With `deploymentId` or `retrievalId` it has the entries about the"
              + " deployment or retrieval too.")
  @APIResponse(
      responseCode = "200",
      description = "Evidence bundle",
      content =
          @Content(
              mediaType = EvidenceFile.MEDIA_TYPE,
              schema = @Schema(type = SchemaType.STRING, format = "binary")),
      headers = @Header(name = "Content-Disposition", description = "File name"))
  @APIResponse(responseCode = "400", description = "Invalid or unknown query parameter")
  @APIResponse(responseCode = "404", description = "No sync matches")
  @APIResponse(responseCode = "422", description = "`TOO_MUCH_EVIDENCE`: choose a narrower filter")
  @APIResponse(
      responseCode = "503",
      description =
          "`NOT_SEQUENCED`: an entry has no place in the ledger yet; or the database cannot be"
              + " reached. Retry after `Retry-After` seconds")
  public Response evidence(
      @BeanParam CriteriaParameters criteria,
      @QueryParam("include")
          @Parameter(
              description =
                  "`data` adds the values and payloads that entries commit to, with their salts;"
                      + " requires the right PAYLOAD",
              example = "data")
          List<String> include,
      @Context HttpServletRequest request,
      @Context HttpServletResponse response) {
    criteria.order();
    return evidence.answer(
        evidence.of(payloadSearchAccess.allowed(criteria.filter()), include), request, response);
  }

  private static List<String> path(List<Hash> hashes) {
    return hashes.stream().map(Hash::base64).toList();
  }

  private static <T> T found(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedLog e) {
      throw Problem.of(404, "NOT_FOUND", String.valueOf(e.getMessage()));
    }
  }

  /**
   * The hashes of a proof.
   *
   * @param hashes in base64, in the order of RFC 6962
   */
  public record ProofAnswer(
      @Schema(description = "Hashes in base64, in the order of RFC 6962") List<String> hashes) {}

  /**
   * The public keys of the ledger.
   *
   * @param keys as {@code name+hash+key}
   * @param notes signed notes that say when each key was replaced
   */
  public record KeysAnswer(
      @Schema(description = "Keys as `name+hash+key`, oldest first") List<String> keys,
      @Schema(
              description =
                  "Signed notes, one for each key, oldest first: `synctrail-key/v1`, time, key, replaced key")
          List<String> notes) {}
}
