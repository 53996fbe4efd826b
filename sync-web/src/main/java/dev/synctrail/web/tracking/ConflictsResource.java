package dev.synctrail.web.tracking;

import dev.synctrail.access.Right;
import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.deployment.Resolving;
import dev.synctrail.platform.OnConflict;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.version.DiffAnswer;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Pushes that found what they meant to replace changed by somebody else. */
@Path("/conflicts")
@Tag(name = "Conflicts", description = "Changes of others that a push would have lost")
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
      summary = "List the conflicts",
      description =
          "At most one of a type and a platform is open: a push that meets the same difference joins"
              + " it, one that meets another brings it up to date. By the push that met it first, the"
              + " newest first.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = ConflictList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  public Response list(
      @QueryParam("platform") @Parameter(description = "Only on this platform")
          @Nullable PlatformId platform,
      @QueryParam("open") @Parameter(description = "`true` for open ones, `false` for decided ones")
          @Nullable Boolean open,
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    Paging paging = Paging.asked(uri, limit, cursor);
    Paging.Page<Conflict> page =
        paging.page(
            conflicts.list(
                platform,
                open,
                paging.key(text -> new SyncId(UUID.fromString(text))),
                paging.backwards(),
                paging.limit() + 1),
            dispute -> dispute.sync().toString());
    return page.linked(
        Response.ok(
            new ConflictList(
                page.data().stream().map(ConflictAnswer::of).toList(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(
                    count,
                    () ->
                        Paging.counted(
                            (beside, most) -> conflicts.list(platform, open, beside, false, most),
                            Conflict::sync)))));
  }

  /** Shows a conflict. */
  @GET
  @Needs(Right.METADATA)
  @Path("{syncId}")
  @Operation(summary = "Show a conflict", description = "By any push that met it.")
  @APIResponse(
      responseCode = "200",
      description = "The conflict",
      content = @Content(schema = @Schema(implementation = ConflictAnswer.class)))
  @APIResponse(responseCode = "404", description = "That push met none")
  public ConflictAnswer show(
      @PathParam("syncId") @Parameter(description = "The push") UUID syncId) {
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
      summary = "Compare the three sides of a conflict",
      description =
          "What our last push left there with what was there when the conflict was found (`theirs`),"
              + " and what our last push wanted with what this push wants (`ours`): what the"
              + " platform fills in by itself is nobody's change.")
  @APIResponse(
      responseCode = "200",
      description = "Both comparisons",
      content = @Content(schema = @Schema(implementation = ThreeWayAnswer.class)))
  @APIResponse(responseCode = "404", description = "That push met none")
  @APIResponse(responseCode = "422", description = "`NOT_COMPARABLE`: a side is no JSON")
  public ThreeWayAnswer diff(
      @PathParam("syncId") @Parameter(description = "The push") UUID syncId) {
    ConflictSides.Changes changes = conflictSides.of(required(syncId));
    return new ThreeWayAnswer(DiffAnswer.of(changes.theirs()), DiffAnswer.of(changes.ours()));
  }

  /** Decides a conflict. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Path("{syncId}/resolution")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Decide a conflict",
      description =
          "`keep-theirs` takes what is there as it is; `overwrite` and `merge` push the same version"
              + " again, in a new deployment that `resolvedBy` names: the version of the latest push"
              + " that met it. Where something else is there by then, nothing is written, and that is"
              + " a new conflict. Who decided and why is kept.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = ResolutionRequest.class)))
  @APIResponse(
      responseCode = "200",
      description = "Decided",
      content = @Content(schema = @Schema(implementation = ConflictAnswer.class)))
  @APIResponse(responseCode = "404", description = "That push met none")
  @APIResponse(
      responseCode = "409",
      description =
          "`NOT_RESOLVABLE`: it is decided, a later push has landed or is under way, or the push"
              + " cannot be repeated")
  public ConflictAnswer resolve(
      @PathParam("syncId") @Parameter(description = "The push") UUID syncId,
      byte[] body,
      @HeaderParam("traceparent") @Parameter(description = "W3C trace context")
          @Nullable String traceparent,
      @Context SecurityContext security) {
    OrderDetails orderDetails = new OrderDetails(body, security, traceparent);
    Resolution wanted = JsonBody.read(body, in -> Resolution.read(in, orderDetails));
    try {
      return resolving
          .resolve(new SyncId(syncId), wanted.how(), wanted.cause())
          .map(ConflictAnswer::of)
          .orElseThrow(() -> unknown(syncId));
    } catch (IllegalTransition e) {
      throw Problem.conflict("NOT_RESOLVABLE", String.valueOf(e.getMessage()));
    }
  }

  private record Resolution(OnConflict how, Intent.Cause cause) {
    static Resolution read(JsonBody in, OrderDetails orderDetails) {
      OnConflict how = in.value("resolution", OnConflict::of, OnConflict.KEEP_THEIRS);
      if (how == OnConflict.REFUSE) {
        in.fault("resolution", "None of overwrite, keep-theirs, merge");
      }
      in.text("reason", 1, 1_000);
      return new Resolution(how, orderDetails.cause(in));
    }
  }

  /** What is decided. */
  @Schema(name = "ResolutionRequest")
  public record ResolutionRequest(
      @Schema(
              description = "What is done",
              required = true,
              enumeration = {"overwrite", "keep-theirs", "merge"},
              example = "merge")
          String resolution,
      @Schema(description = "Why", required = true, maxLength = 1_000, example = "ours is newer")
          String reason,
      @Schema(description = "For whom, as the actor claims", maxLength = 255) String onBehalfOf,
      @Schema(description = "An object of yours that comes back unchanged, at most 64 KB")
          Object syncMetadata) {}

  /** A conflict. */
  @Schema(name = "Conflict")
  public record ConflictAnswer(
      @Schema(description = "The push that met it first", required = true) UUID syncId,
      @Schema(description = "All pushes that met it, the oldest first", required = true)
          List<UUID> syncIds,
      @Schema(description = "The platform", required = true, example = "sandbox") String platform,
      @Schema(description = "The type", required = true, example = "ArticlePage") String typeKey,
      @Schema(
              description = "Where what is there is not what we left, by JSON Pointer (RFC 6901)",
              required = true,
              example = "[\"/displayName\"]")
          List<String> fields,
      @Schema(description = "SHA-256 of what our last push left there")
          @Nullable String baseChecksum,
      @Schema(description = "SHA-256 of what is there; absent for nothing")
          @Nullable String theirsChecksum,
      @Schema(description = "SHA-256 of what the latest push wants there; absent to have it gone")
          @Nullable String wantedChecksum,
      @Schema(description = "When it was found first", required = true) Instant foundAt,
      @Schema(description = "When what is there instead was found first", required = true)
          Instant updatedAt,
      @Schema(description = "Whether there is still something to decide", required = true)
          boolean open,
      @Schema(
              description = "What was decided; absent while it is open",
              enumeration = {"overwrite", "keep-theirs", "merge"})
          @Nullable String resolution,
      @Schema(description = "When; absent while it is open") @Nullable Instant resolvedAt,
      @Schema(description = "Who decided", example = "admin") @Nullable String actor,
      @Schema(description = "Why", example = "ours is newer") @Nullable String reason,
      @Schema(description = "The deployment that carries it out") @Nullable UUID resolvedBy,
      @Schema(description = "The later push that landed before anybody decided")
          @Nullable UUID supersededBy) {

    static ConflictAnswer of(Conflict dispute) {
      PayloadReference base = dispute.base();
      PayloadReference theirs = dispute.theirs();
      PayloadReference wanted = dispute.wanted();
      OnConflict how = dispute.resolution();
      RunId by = dispute.resolvedBy();
      SyncId supersededBy = dispute.supersededBy();
      return new ConflictAnswer(
          dispute.sync().value(),
          dispute.metBy().stream().map(SyncId::value).toList(),
          dispute.platform().value(),
          dispute.typeKey().value(),
          dispute.fields(),
          base == null ? null : base.checksum().hex(),
          theirs == null ? null : theirs.checksum().hex(),
          wanted == null ? null : wanted.checksum().hex(),
          dispute.foundAt(),
          dispute.updatedAt(),
          dispute.isOpen(),
          how == null ? null : how.toString(),
          dispute.resolvedAt(),
          dispute.actor(),
          dispute.reason(),
          by == null ? null : by.value(),
          supersededBy == null ? null : supersededBy.value());
    }
  }

  /** The three sides of a conflict. */
  @Schema(name = "ConflictDiff")
  public record ThreeWayAnswer(
      @Schema(
              description = "From what we left there to what was there when it was found",
              required = true)
          DiffAnswer theirs,
      @Schema(
              description =
                  "From what our last push wanted to what this push wants; from what we left there"
                      + " where no such push is kept",
              required = true)
          DiffAnswer ours) {}

  /** One page of conflicts. */
  @Schema(name = "ConflictList")
  public record ConflictList(
      @Schema(description = "The newest first", required = true) List<ConflictAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
