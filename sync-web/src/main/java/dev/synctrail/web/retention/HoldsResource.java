package dev.synctrail.web.retention;

import dev.synctrail.access.Right;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.retention.LegalHold;
import dev.synctrail.retention.LegalHolds;
import dev.synctrail.retention.Retaining;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.tracking.FilteredSyncs;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Legal holds, which exempt syncs from every purge. */
@Path("/retention/holds")
@Tag(name = RulesResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class HoldsResource {
  private final LegalHolds holds;
  private final Retaining retaining;
  private final Authorization authorization;

  @Inject
  public HoldsResource(LegalHolds holds, Retaining retaining, Authorization authorization) {
    this.holds = holds;
    this.retaining = retaining;
    this.authorization = authorization;
  }

  /** Lists the legal holds. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List the legal holds", description = "Released ones too, the newest first.")
  @APIResponse(
      responseCode = "200",
      description = "Every hold there ever was",
      content = @Content(schema = @Schema(implementation = HoldList.class)))
  public Response list(
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    var all = holds.all();
    var page =
        Paging.asked(uri, limit, cursor).of(all, hold -> hold.id().toString()).map(HoldAnswer::of);
    return page.linked(
        Response.ok(
            new HoldList(
                page.data(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(count, all::size))));
  }

  /** Sets a legal hold. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Set a legal hold",
      description =
          "On a deployment, a retrieval, a type, or whatever fits a filter of the history, syncs to"
              + " come included; an empty filter holds everything. Once it is answered, no purge"
              + " takes anything of them, one that is at work included.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = HoldRequest.class)))
  @APIResponse(
      responseCode = "201",
      description = "Set",
      content = @Content(schema = @Schema(implementation = HoldAnswer.class)))
  @Transactional
  public Response set(byte[] body, @Context SecurityContext security, @Context UriInfo uri) {
    NewHold request = JsonBody.read(body, NewHold::read);
    LegalHold hold =
        retaining.hold(request.filter(), request.reason(), security.getUserPrincipal().getName());
    authorization.changed(null, HoldAnswer.of(hold));
    return Response.created(uri.getAbsolutePathBuilder().path(hold.id().toString()).build())
        .entity(HoldAnswer.of(hold))
        .build();
  }

  /** Shows a legal hold. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(summary = "Show a legal hold", description = "Whether it still holds or not.")
  @APIResponse(
      responseCode = "200",
      description = "The hold",
      content = @Content(schema = @Schema(implementation = HoldAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such hold")
  public HoldAnswer show(@PathParam("id") @Parameter(description = "The hold's id") UUID id) {
    return holds
        .find(id)
        .map(HoldAnswer::of)
        .orElseThrow(() -> Problem.notFound("legal hold " + id));
  }

  /** Releases a legal hold. */
  @DELETE
  @Needs(Right.ADMINISTRATION)
  @Path("{id}")
  @Operation(
      summary = "Release a legal hold",
      description = "The next purge follows the rules again; the hold stays on record.")
  @APIResponse(responseCode = "204", description = "Released")
  @APIResponse(responseCode = "404", description = "There is no such hold, or it is released")
  @Transactional
  public void release(
      @PathParam("id") @Parameter(description = "The hold's id") UUID id,
      @Context SecurityContext security) {
    if (!retaining.release(id, security.getUserPrincipal().getName())) {
      throw Problem.notFound("legal hold " + id + " that holds");
    }
    holds.find(id).map(HoldAnswer::of).ifPresent(released -> authorization.changed(null, released));
  }

  private record NewHold(SyncFilter filter, String reason) {

    static NewHold read(JsonBody in) {
      SyncFilter filter = in.object("filter", FilteredSyncs::readColumns);
      if (!in.has("filter")) {
        in.fault("filter", "Missing");
      }
      return new NewHold(filter, in.text("reason", 1, 1_000));
    }
  }

  /** The request for a legal hold. */
  @Schema(name = "LegalHoldRequest")
  public record HoldRequest(
      @Schema(description = "What is held", required = true) FilteredSyncs filter,
      @Schema(
              description = "Why",
              required = true,
              minLength = 1,
              maxLength = 1_000,
              example = "Case 4711")
          String reason) {}

  /** A legal hold. */
  @Schema(name = "LegalHold")
  public record HoldAnswer(
      @Schema(description = "Its id", required = true) UUID id,
      @Schema(description = "What is held", required = true) FilteredSyncs filter,
      @Schema(description = "Why", required = true, example = "Case 4711") String reason,
      @Schema(description = "Who set it", required = true, example = "admin") String actor,
      @Schema(description = "When it was set", required = true) Instant setAt,
      @Schema(description = "When it was released") @Nullable Instant releasedAt,
      @Schema(description = "Who released it", example = "admin") @Nullable String releasedBy) {

    static HoldAnswer of(LegalHold hold) {
      return new HoldAnswer(
          hold.id(),
          FilteredSyncs.of(hold.held()),
          hold.reason(),
          hold.actor(),
          hold.setAt(),
          hold.releasedAt(),
          hold.releasedBy());
    }
  }

  /** A page of the legal holds. */
  @Schema(name = "LegalHoldList")
  public record HoldList(
      @Schema(description = "The newest first", required = true) List<HoldAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
