package dev.synctrail.web.conflict;

import dev.synctrail.access.Right;
import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Resolving;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.history.Page;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.history.DiffAnswer;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.run.Motive;
import dev.synctrail.web.run.Requester;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists, shows, compares and resolves conflicts: pushes whose target was changed by others. */
@Path("/conflicts")
@Tag(name = "Conflicts", description = "Changes by others that a push would have overwritten")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class ConflictsResource {
  private final Conflicts conflicts;
  private final Resolving resolving;
  private final ConflictSides conflictSides;

  @Inject
  public ConflictsResource(Conflicts conflicts, Resolving resolving, ConflictSides conflictSides) {
    this.conflicts = conflicts;
    this.resolving = resolving;
    this.conflictSides = conflictSides;
  }

  /** Lists the conflicts. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List conflicts",
      description =
          "At most one conflict per type and platform is open. A push that meets the"
              + " same difference is added to it; a push that meets another difference updates"
              + " it. Newest first, by the first push affected.")
  public Page<ConflictAnswer> list(
      @QueryParam("platform") @Parameter(description = "Platform") @Nullable PlatformId platform,
      @QueryParam("open")
          @Parameter(description = "`true` for open conflicts, `false` for resolved ones")
          @Nullable Boolean open,
      @BeanParam PageParameters page) {
    return page.read(
            text -> new SyncId(UUID.fromString(text)),
            (key, backwards, size) ->
                conflicts.list(platform, open, Conflicts.Order.NEWEST_FIRST, key, backwards, size),
            Conflict::sync)
        .map(ConflictAnswer::of);
  }

  /** Shows a conflict. */
  @GET
  @Needs(Right.METADATA)
  @Path("{syncId}")
  @Operation(summary = "Show a conflict", description = "By the id of any affected push.")
  @APIResponseSchema(ConflictAnswer.class)
  @APIResponse(responseCode = "404", description = "No conflict is recorded for this push")
  public ConflictAnswer show(
      @PathParam("syncId") @Parameter(description = "Id of the push") UUID syncId) {
    return ConflictAnswer.of(required(syncId));
  }

  private Conflict required(UUID syncId) {
    return conflicts.of(new SyncId(syncId)).orElseThrow(() -> unknown(syncId));
  }

  private static Problem unknown(UUID syncId) {
    return Problem.notFound("conflict of sync " + syncId);
  }

  /** Compares the three sides. */
  @GET
  @Needs(Right.PAYLOAD)
  @Path("{syncId}/diff")
  @Operation(
      summary = "Show a three-way comparison of a conflict",
      description =
          "Compares the state after our last push with the state on the platform"
              + " (`theirs`), and the content of our last push with the content of this push"
              + " (`ours`). Values that the platform adds itself do not count as changes.")
  @APIResponseSchema(ThreeWayAnswer.class)
  @APIResponse(responseCode = "404", description = "No conflict is recorded for this push")
  @APIResponse(responseCode = "422", description = "`NOT_COMPARABLE`: a side is not JSON")
  public ThreeWayAnswer diff(
      @PathParam("syncId") @Parameter(description = "Id of the push") UUID syncId) {
    ConflictSides.Changes changes = conflictSides.of(required(syncId));
    return new ThreeWayAnswer(DiffAnswer.of(changes.theirs()), DiffAnswer.of(changes.ours()));
  }

  /** Resolves a conflict. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Path("{syncId}/resolution")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Resolve a conflict",
      description =
          "`keep-theirs` accepts the state on the platform. `overwrite` and `merge` push"
              + " the version of the latest affected push again, in the new deployment"
              + " `resolvedBy`. If the platform has changed again by then, nothing is written"
              + " and a new conflict is recorded. Actor and reason are recorded.")
  @APIResponseSchema(ConflictAnswer.class)
  @APIResponse(responseCode = "404", description = "No conflict is recorded for this push")
  @APIResponse(
      responseCode = "409",
      description =
          "`NOT_RESOLVABLE`: the conflict is already resolved, a later push has"
              + " succeeded or is running, or the push cannot be retried")
  public ConflictAnswer resolve(
      @PathParam("syncId") @Parameter(description = "Id of the push") UUID syncId,
      ResolutionRequest request,
      @BeanParam Requester requester) {
    try {
      return resolving
          .resolve(new SyncId(syncId), request.resolution(), requester.cause(request))
          .map(ConflictAnswer::of)
          .orElseThrow(() -> unknown(syncId));
    } catch (IllegalTransition e) {
      throw Problem.conflict("NOT_RESOLVABLE", String.valueOf(e.getMessage()));
    }
  }

  /** Request body of a resolution. */
  @Schema(name = "ResolutionRequest")
  public record ResolutionRequest(
      @Schema(
              description = "Resolution",
              implementation = String.class,
              enumeration = {"overwrite", "keep-theirs", "merge"},
              example = "merge")
          OnConflict resolution,
      @Schema(description = "Reason", example = "ours is newer") @Size(min = 1, max = 1_000)
          String reason,
      @Schema(description = Motive.ON_BEHALF_OF) @Size(max = 255) @Nullable String onBehalfOf,
      @Schema(description = Motive.SYNC_METADATA) @Nullable Snapshot syncMetadata)
      implements Motive {

    @Override
    public void check(BiConsumer<String, String> faults) {
      Motive.super.check(faults);
      if (resolution == OnConflict.REFUSE) {
        faults.accept("/resolution", "Must be overwrite, keep-theirs or merge");
      }
    }
  }

  /** A conflict. */
  @Schema(name = "Conflict")
  public record ConflictAnswer(
      @Schema(description = "First push affected") SyncId syncId,
      @Schema(description = "All affected pushes, oldest first") List<SyncId> syncIds,
      @Schema(description = "Platform", example = "sandbox") PlatformId platform,
      @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
      @Schema(
              description =
                  "JSON Pointers (RFC 6901) of the changes on the platform since our last push",
              example = "[\"/displayName\"]")
          List<String> fields,
      @Schema(description = "SHA-256 of the state after our last push")
          @Nullable String baseChecksum,
      @Schema(description = "SHA-256 of the state on the platform; absent if the type is missing")
          @Nullable String theirsChecksum,
      @Schema(description = "SHA-256 of the content of the latest push; absent for a removal")
          @Nullable String wantedChecksum,
      @Schema(description = "Time of the first detection") Instant foundAt,
      @Schema(description = "Time at which the current state on the platform was first detected")
          Instant updatedAt,
      @Schema(description = "Whether the conflict is open") boolean open,
      @Schema(
              description = "Resolution; absent while open",
              enumeration = {"overwrite", "keep-theirs", "merge"})
          @Nullable String resolution,
      @Schema(description = "Resolution time; absent while open") @Nullable Instant resolvedAt,
      @Schema(description = "Resolved by", example = "admin") @Nullable String actor,
      @Schema(description = "Reason", example = "ours is newer") @Nullable String reason,
      @Schema(description = "Deployment that carries out the resolution")
          @Nullable RunId resolvedBy,
      @Schema(description = "Later successful push that closed the conflict before it was resolved")
          @Nullable SyncId supersededBy) {

    static ConflictAnswer of(Conflict conflict) {
      PayloadReference base = conflict.base();
      PayloadReference theirs = conflict.theirs();
      PayloadReference wanted = conflict.wanted();
      OnConflict option = conflict.resolution();
      return new ConflictAnswer(
          conflict.sync(),
          conflict.metBy(),
          conflict.platform(),
          conflict.typeKey(),
          conflict.fields(),
          base == null ? null : base.checksum().hex(),
          theirs == null ? null : theirs.checksum().hex(),
          wanted == null ? null : wanted.checksum().hex(),
          conflict.foundAt(),
          conflict.updatedAt(),
          conflict.isOpen(),
          option == null ? null : option.toString(),
          conflict.resolvedAt(),
          conflict.actor(),
          conflict.reason(),
          conflict.resolvedBy(),
          conflict.supersededBy());
    }
  }

  /** The three sides of a conflict. */
  @Schema(name = "ConflictDiff")
  public record ThreeWayAnswer(
      @Schema(description = "From the state after our last push to the state on the platform")
          DiffAnswer theirs,
      @Schema(
              description =
                  "From the content of our last push to the content of this push; from the state"
                      + " after our last push if its content is no longer stored")
          DiffAnswer ours) {}
}
