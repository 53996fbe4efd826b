package dev.synctrail.web.retention;

import dev.synctrail.access.Right;
import dev.synctrail.retention.Purge;
import dev.synctrail.retention.Purges;
import dev.synctrail.retention.Purging;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Starts purges, which run in the background, and shows the record that is kept of each. */
@Path("/retention/purges")
@Tag(name = RulesResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class PurgesResource {
  private final Purging purging;
  private final Purges purges;

  @Inject
  public PurgesResource(Purging purging, Purges purges) {
    this.purging = purging;
    this.purges = purges;
  }

  /** Starts a purge. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Purge by the rules, or count what a purge would take",
      description =
          "By the rules of this moment; legal holds count until the last batch. It is done in the"
              + " background, one after the other, and goes on after a crash. A dry run takes"
              + " nothing.")
  @RequestBody(
      required = false,
      content = @Content(schema = @Schema(implementation = PurgeRequest.class)))
  @APIResponse(
      responseCode = "202",
      description = "Recorded; how it goes is at `Location`",
      content = @Content(schema = @Schema(implementation = PurgeAnswer.class)))
  @APIResponse(responseCode = "409", description = "`NO_RULES`: nothing may be purged")
  public Response begin(byte[] body, @Context SecurityContext security, @Context UriInfo uri) {
    PurgeRequest request = JsonBody.readOptional(body, PurgeRequest::read);
    Purge purge =
        purging
            .begin(request.dryRun(), request.reason(), security.getUserPrincipal().getName())
            .orElseThrow(
                () -> Problem.conflict("NO_RULES", "Without rules nothing is ever purged"));
    return Response.accepted(PurgeAnswer.of(purge))
        .location(uri.getAbsolutePathBuilder().path(purge.id().toString()).build())
        .build();
  }

  /** Lists the purges. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List the purges", description = "Dry runs too, the newest first.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = PurgeList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  public Response list(
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    Paging paging = Paging.asked(uri, limit, cursor);
    Paging.Page<Purge> page =
        paging.page(
            purges.page(paging.key(UUID::fromString), paging.backwards(), paging.limit() + 1),
            purge -> purge.id().toString());
    return page.linked(
        Response.ok(
            new PurgeList(
                page.data().stream().map(PurgeAnswer::of).toList(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(
                    count,
                    () ->
                        Paging.counted(
                            (beside, most) -> purges.page(beside, false, most), Purge::id)))));
  }

  /** Shows a purge. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(
      summary = "Show a purge",
      description = "How far it has come, and what it has taken, by which rules.")
  @APIResponse(
      responseCode = "200",
      description = "The purge",
      content = @Content(schema = @Schema(implementation = PurgeAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such purge")
  public PurgeAnswer show(@PathParam("id") @Parameter(description = "The purge's id") UUID id) {
    return purges.find(id).map(PurgeAnswer::of).orElseThrow(() -> Problem.notFound("purge " + id));
  }

  /** The request for a purge. */
  @Schema(name = "PurgeRequest")
  public record PurgeRequest(
      @Schema(description = "Whether only to count; `false` when left out") boolean dryRun,
      @Schema(description = "Why", maxLength = 1_000, example = "spring clean")
          @Nullable String reason) {

    static PurgeRequest read(JsonBody in) {
      return new PurgeRequest(in.flag("dryRun", false), in.optionalText("reason", 1_000));
    }
  }

  /** The number of rows and bytes that a purge removed, or would remove in a dry run. */
  @Schema(name = "PurgeCounts")
  public record Counts(
      @Schema(description = "Syncs with all that belonged to them", required = true) long rows,
      @Schema(description = "Tries, those of the syncs included", required = true) long attempts,
      @Schema(description = "Syncs that stayed and whose payloads went", required = true)
          long payloads,
      @Schema(description = "Stored payloads that nothing refers to any more", required = true)
          long snapshots,
      @Schema(description = "What these took, in bytes", required = true) long bytes) {}

  /** A purge. */
  @Schema(name = "Purge")
  public record PurgeAnswer(
      @Schema(description = "Its id", required = true) UUID id,
      @Schema(description = "Where it stands", required = true) Purge.State state,
      @Schema(description = "Whether it only counts", required = true) boolean dryRun,
      @Schema(description = "Who asked for it", required = true, example = "admin") String actor,
      @Schema(description = "Why", example = "spring clean") @Nullable String reason,
      @Schema(description = "The rules by which it goes", required = true)
          RulesResource.Rules rules,
      @Schema(description = "So far", required = true) Counts counts,
      @Schema(description = "When it was asked for; ages count back from here", required = true)
          Instant createdAt,
      @Schema(description = "When it began") @Nullable Instant startedAt,
      @Schema(description = "When it was done") @Nullable Instant endedAt,
      @Schema(description = "What it stumbled over and tries again", example = "SQLException")
          @Nullable String problem) {

    static PurgeAnswer of(Purge purge) {
      Purge.Counts counts = purge.counts();
      return new PurgeAnswer(
          purge.id(),
          purge.state(),
          purge.dryRun(),
          purge.actor(),
          purge.reason(),
          RulesResource.Rules.of(purge.rules()),
          new Counts(
              counts.rows(),
              counts.attempts(),
              counts.payloads(),
              counts.snapshots(),
              counts.bytes()),
          purge.createdAt(),
          purge.startedAt(),
          purge.endedAt(),
          purge.problem());
    }
  }

  /** A page of the purges. */
  @Schema(name = "PurgeList")
  public record PurgeList(
      @Schema(description = "The newest first", required = true) List<PurgeAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
