package dev.synctrail.web.history;

import dev.synctrail.access.Right;
import dev.synctrail.history.StoredPayload;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.PayloadRole;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The exact bytes of a sync. */
@Path("/sync")
@Tag(name = "Syncs", description = "One transfer of one content type to or from a platform")
@SharedResource
public class PayloadsResource {
  private final SyncHistory history;
  private final Payloads payloads;

  @Inject
  public PayloadsResource(SyncHistory history, Payloads payloads) {
    this.history = history;
    this.payloads = payloads;
  }

  /** Gives the exact bytes of a payload. */
  @GET
  @Needs(Right.PAYLOAD)
  @Path(SynctrailApi.SYNC_ID + "/payload")
  @Produces(MediaType.WILDCARD)
  @Operation(
      summary = "Download a payload",
      description =
          "Exact bytes as sent or received, with their media type. If only the beginning"
              + " of a large payload was stored, it is returned, and `Repr-Digest` is that of"
              + " the whole. Values at `sync.mask.pointers` are masked for callers without the"
              + " right `UNMASKED`; `Repr-Digest` is that of the original.")
  @APIResponse(
      responseCode = "200",
      description = "Bytes of the payload",
      content =
          @Content(mediaType = "application/json", schema = @Schema(type = SchemaType.OBJECT)),
      headers = {
        @Header(name = "Content-Digest", description = "SHA-256 of these bytes (RFC 9530)"),
        @Header(name = "Repr-Digest", description = "SHA-256 of the whole payload (RFC 9530)"),
        @Header(name = "ETag", description = "Checksum of the whole payload")
      })
  @APIResponse(responseCode = "304", description = "Unchanged (`If-None-Match`)")
  @APIResponse(
      responseCode = "404",
      description =
          "Sync not found; or `NOTHING_SENT`, `NOTHING_INTENDED`, `NOTHING_BEFORE`,"
              + " `NOTHING_ANSWERED`: it has no such payload")
  @APIResponse(
      responseCode = "410",
      description =
          "`PAYLOAD_PURGED`: the bytes were erased; `commitment`, `originalSize`,"
              + " `purgeId` and `purgedAt` are kept")
  @APIResponse(
      responseCode = "500",
      description = "`SNAPSHOT_CORRUPT`: the stored bytes do not match their checksum")
  public Response payload(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId,
      @QueryParam("role")
          @Parameter(
              description = "Role of the payload; default `sent`",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"sent", "intended", "before", "answered"}))
          @Nullable String payloadRole,
      @Context Request request) {
    return give(syncId, payloadRole == null ? PayloadRole.SENT : role(payloadRole), request);
  }

  /** Gives the exact bytes of the last answer. */
  @GET
  @Needs(Right.PAYLOAD)
  @Path(SynctrailApi.SYNC_ID + "/response")
  @Produces(MediaType.WILDCARD)
  @Operation(
      summary = "Download the last response",
      description = "The same as `payload?role=answered`.")
  @APIResponse(
      responseCode = "200",
      description = "Bytes of the payload",
      content =
          @Content(mediaType = "application/json", schema = @Schema(type = SchemaType.OBJECT)))
  @APIResponse(
      responseCode = "404",
      description = "Sync not found; or `NOTHING_ANSWERED`: there was no response")
  @APIResponse(
      responseCode = "410",
      description =
          "`PAYLOAD_PURGED`: the bytes were erased; `commitment`, `originalSize`,"
              + " `purgeId` and `purgedAt` are kept")
  @APIResponse(
      responseCode = "500",
      description = "`SNAPSHOT_CORRUPT`: the stored bytes do not match their checksum")
  public Response response(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId,
      @Context Request request) {
    return give(syncId, PayloadRole.ANSWERED, request);
  }

  private Response give(UUID syncId, PayloadRole payloadRole, Request request) {
    SyncSummary sync =
        history.find(new SyncId(syncId)).orElseThrow(() -> SyncsResource.unknown(syncId));
    StoredPayload stored = Payloads.required(sync, payloadRole);
    Snapshot bytes = payloads.bytes(sync, payloadRole);
    EntityTag tag =
        new EntityTag(stored.truncated() ? stored.checksum().hex() : tag(stored, bytes));
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    if (unchanged != null) {
      return unchanged.tag(tag).build();
    }
    return Response.ok(bytes.bytes())
        .header("Content-Type", mediaType(sync, payloadRole))
        .header("Content-Digest", digest(bytes.checksum()))
        .header("Repr-Digest", digest(stored.checksum()))
        .header("X-Content-Type-Options", "nosniff")
        .tag(tag)
        .build();
  }

  /** What is masked is another representation of the same payload. */
  private static String tag(StoredPayload stored, Snapshot shown) {
    return shown.checksum().equals(stored.checksum())
        ? stored.checksum().hex()
        : stored.checksum().hex() + "-masked";
  }

  private MediaType mediaType(SyncSummary sync, PayloadRole payloadRole) {
    String told = history.mediaType(sync.id(), payloadRole).orElse(MediaType.APPLICATION_JSON);
    try {
      return MediaType.valueOf(told);
    } catch (IllegalArgumentException e) {
      return MediaType.APPLICATION_OCTET_STREAM_TYPE;
    }
  }

  private static String digest(Checksum checksum) {
    byte[] bytes = HexFormat.of().parseHex(checksum.hex());
    return "sha-256=:" + Base64.getEncoder().encodeToString(bytes) + ":";
  }

  private static PayloadRole role(String text) {
    return switch (text) {
      case "sent" -> PayloadRole.SENT;
      case "intended" -> PayloadRole.INTENDED;
      case "before" -> PayloadRole.BEFORE;
      case "answered" -> PayloadRole.ANSWERED;
      default ->
          throw Problem.malformedParameter(
              "role", "Must be one of sent, intended, before, answered");
    };
  }
}
