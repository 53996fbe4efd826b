package dev.synctrail.web.recording;

import static java.util.Objects.requireNonNull;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.deployment.Retrying;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.CompletedTooEarly;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Recording;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.VersionMismatch;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.rest.SynctrailApi;
import dev.synctrail.web.run.Requester;
import dev.synctrail.web.run.RetryRequest;
import dev.synctrail.web.run.StartAnswer;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Retries syncs, and records the syncs of external systems. */
@Path("/sync")
@Tag(name = "Syncs", description = "One transfer of one content type to or from a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class RecordingResource {

  private final Recording recording;
  private final Retrying retrying;
  private final Versions versions;
  private final Runs runs;

  @Inject
  public RecordingResource(Recording recording, Retrying retrying, Versions versions, Runs runs) {
    this.recording = recording;
    this.retrying = retrying;
    this.versions = versions;
    this.runs = runs;
  }

  /** Retries a sync, or reads it back now if its outcome is unknown. */
  @POST
  @Needs(Right.ACTION)
  @Path(SynctrailApi.SYNC_ID + "/retry")
  @Idempotent
  @Operation(
      summary = "Retry a sync",
      description =
          "Creates a new sync of the same version with `retryOf`; a final sync never"
              + " changes. A sync of unknown outcome is checked again now instead, and keeps"
              + " its id.")
  @APIResponseSchema(
      value = Begun.class,
      responseCode = "202",
      responseDescription = "Recorded; the sync is at `Location`")
  @APIResponse(responseCode = "409", description = "`NOT_RETRYABLE`, with the reason")
  public Response retry(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId,
      @RequestBody(required = false) RetryRequest request,
      @BeanParam Requester requester,
      @Context UriInfo uri) {
    try {
      SyncId retried = new SyncId(syncId);
      SyncId next =
          retrying.sync(retried, requester.cause(request)).orElseThrow(() -> syncNotFound(syncId));
      return Response.accepted(
              new Begun(next, SyncStatus.IN_PROGRESS, next.equals(retried) ? null : retried))
          .location(location(uri, next))
          .build();
    } catch (IllegalTransition e) {
      throw StartAnswer.notRetryable(e);
    }
  }

  /** Records the start of a sync of an external system. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Record a sync of an external system",
      description =
          "For systems that push on their own. `data` is stored byte for byte. Above 10"
              + " 000 000 bytes, the sync is recorded as FAILED with `PAYLOAD_TOO_LARGE`.")
  @APIResponseSchema(
      value = Begun.class,
      responseCode = "201",
      responseDescription = "Recorded; the sync is at `Location`")
  @APIResponse(
      responseCode = "422",
      description = "`HASH_MISMATCH`: `versionHash` is not that of `data`; `NOT_YOUR_RUN`")
  public Response begin(
      RecordRequest request, @BeanParam Requester requester, @Context UriInfo uri) {
    ContentHash hash = ContentHash.of(request.data().bytes());
    requireConsistent(request, hash);
    SyncId id =
        recording.begin(request.begun(new VersionLink(null, hash.hex()), requester.cause(request)));
    SyncStatus status = request.data().isOverLimit() ? SyncStatus.FAILED : SyncStatus.IN_PROGRESS;
    return Response.created(location(uri, id)).entity(new Begun(id, status, null)).build();
  }

  private void requireConsistent(RecordRequest request, ContentHash hash) {
    if (request.versionHash() != null && !request.versionHash().equals(hash)) {
      throw Problem.unprocessable(
          "HASH_MISMATCH",
          "versionHash is not the hash of data, which is " + hash.hex(),
          List.of(Fault.at("/versionHash", "Does not match data")));
    }
    UUID run = request.deploymentId();
    if (run != null && runs.find(new RunId(run)).isPresent()) {
      throw Problem.unprocessable(
          "NOT_YOUR_RUN",
          "Run " + run + " belongs to Synctrail; use your own UUID to group syncs",
          List.of(Fault.at("/deploymentId", "A run of Synctrail")));
    }
  }

  /** Records an attempt of an external system. */
  @POST
  @Needs(Right.ACTION)
  @Path(SynctrailApi.SYNC_ID + "/attempts")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Record an attempt of an external system",
      description = "Attempt numbers are never reused.")
  @APIResponseSchema(value = Recorded.class, responseCode = "201", responseDescription = "Recorded")
  @APIResponse(responseCode = "409", description = "`ILLEGAL_TRANSITION`, with the reason")
  public Response attempt(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId,
      AttemptRequest request,
      @Context SecurityContext security) {
    try {
      Attempt attempt =
          recording
              .attempt(new SyncId(syncId), request.tried(), security.getUserPrincipal().getName())
              .orElseThrow(() -> syncNotFound(syncId));
      return Response.status(Response.Status.CREATED)
          .entity(new Recorded(syncId, attempt.number(), requireNonNull(attempt.outcome())))
          .build();
    } catch (IllegalTransition e) {
      throw illegal(e);
    }
  }

  /** Updates the status of an external sync. */
  @PUT
  @Needs(Right.ACTION)
  @Path(SynctrailApi.SYNC_ID + "/status")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Update the status of an external sync",
      description =
          "A final status never changes. A status also settles a sync that became"
              + " UNKNOWN because nothing was reported.")
  @APIResponseSchema(Begun.class)
  @APIResponse(responseCode = "409", description = "`ILLEGAL_TRANSITION`, with the reason")
  @APIResponse(
      responseCode = "422",
      description = "`COMPLETED_TOO_EARLY`: before its start or before the end of its last attempt")
  public Begun status(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId,
      StatusRequest request,
      @Context SecurityContext security) {
    try {
      return Begun.of(
          recording
              .status(new SyncId(syncId), request.reported(), security.getUserPrincipal().getName())
              .orElseThrow(() -> syncNotFound(syncId)));
    } catch (IllegalTransition e) {
      throw illegal(e);
    } catch (CompletedTooEarly e) {
      throw Problem.unprocessable(
          "COMPLETED_TOO_EARLY",
          String.valueOf(e.getMessage()),
          List.of(
              Fault.at(
                  "/completedAt",
                  "Must not be before its start or before the end of its last attempt")));
    }
  }

  /** Links a sync to its version. */
  @PUT
  @Needs(Right.ACTION)
  @Path(SynctrailApi.SYNC_ID + "/version")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Link a sync to a version",
      description =
          "The version must have the same type and content. The old link is kept in the"
              + " events.")
  @APIResponseSchema(Begun.class)
  @APIResponse(
      responseCode = "422",
      description = "`UNKNOWN_VERSION`, or `VERSION_MISMATCH`: another type or other content")
  public Begun link(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId,
      LinkRequest request,
      @Context SecurityContext security) {
    ContentTypeVersion version =
        versions
            .find(request.versionId())
            .orElseThrow(() -> unlinkable("UNKNOWN_VERSION", "Version not found"));
    try {
      return Begun.of(
          recording
              .link(
                  new SyncId(syncId),
                  version.typeKey(),
                  new VersionLink(version.id().hex(), version.contentHash().hex()),
                  security.getUserPrincipal().getName())
              .orElseThrow(() -> syncNotFound(syncId)));
    } catch (VersionMismatch e) {
      throw unlinkable("VERSION_MISMATCH", String.valueOf(e.getMessage()));
    }
  }

  private static Problem unlinkable(String code, String detail) {
    return Problem.unprocessable(code, detail, List.of(Fault.at("/versionId", detail)));
  }

  private static Problem syncNotFound(UUID id) {
    return Problem.notFound("sync " + id);
  }

  static Problem illegal(IllegalTransition e) {
    return Problem.conflict("ILLEGAL_TRANSITION", String.valueOf(e.getMessage()));
  }

  private static URI location(UriInfo uri, SyncId id) {
    return uri.getBaseUriBuilder().path("sync").path(id.toString()).build();
  }

  /** The status of a recorded or changed sync. */
  @Schema(name = "SyncBegun")
  public record Begun(
      @Schema(description = "Id of the sync") SyncId id,
      @Schema(description = "Status") SyncStatus status,
      @Schema(description = "Sync that is retried") @Nullable SyncId retryOf) {

    static Begun of(Sync sync) {
      return new Begun(sync.id(), sync.status(), sync.intent().cause().retryOf());
    }
  }

  /** A recorded attempt. */
  @Schema(name = "AttemptRecorded")
  public record Recorded(
      @Schema(description = "Id of the sync") UUID syncId,
      @Schema(description = "Number") int number,
      @Schema(description = "Outcome") Attempt.Outcome outcome) {}

  /** Request body that links a sync to its version. */
  @Schema(name = "LinkRequest")
  public record LinkRequest(@Schema(description = "Version") VersionId versionId) {}
}
