package dev.synctrail.web.flowcontrol;

import dev.synctrail.access.Right;
import dev.synctrail.flowcontrol.Pause;
import dev.synctrail.flowcontrol.Pauses;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
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
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
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

/** Pauses: times in which nothing leaves. */
@Path("/pauses")
@Tag(name = QueueResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class PausesResource {
  private final Pauses pauses;
  private final FlowControlChanges changes;
  private final Clock clock;

  @Inject
  public PausesResource(Pauses pauses, FlowControlChanges changes, Clock clock) {
    this.pauses = pauses;
    this.changes = changes;
    this.clock = clock;
  }

  /** Lists pauses. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List the pauses",
      description = "Those that are over too, the newest first.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = PauseList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  public Response list(
      @QueryParam("platform")
          @Parameter(description = "Only those that hold this platform, those of everything too")
          @Nullable PlatformId platform,
      @QueryParam("lasting")
          @Parameter(description = "`true` for those that last, `false` for those that are over")
          @Nullable Boolean lasting,
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    Paging paging = Paging.asked(uri, limit, cursor);
    Instant now = clock.instant();
    Paging.Page<Pause> page =
        paging.page(
            pauses.page(
                platform,
                lasting,
                now,
                paging.key(UUID::fromString),
                paging.backwards(),
                paging.limit() + 1),
            pause -> pause.id().toString());
    return page.linked(
        Response.ok(
            new PauseList(
                page.data().stream().map(pause -> PauseAnswer.of(pause, now)).toList(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(
                    count,
                    () ->
                        Paging.counted(
                            (beside, most) ->
                                pauses.page(platform, lasting, now, beside, false, most),
                            Pause::id)))));
  }

  /** Starts a pause. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Pause a platform, or everything",
      description =
          "Once it is answered, no request begins: pushes, pulls, read-backs and checks stay queued"
              + " as they are, and a try that is under way stops before its next request, which uses"
              + " up no try. Only a connection test still leaves.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = PauseRequest.class)))
  @APIResponse(
      responseCode = "201",
      description = "Paused",
      content = @Content(schema = @Schema(implementation = PauseAnswer.class)))
  @APIResponse(responseCode = "409", description = "`ALREADY_PAUSED`: a pause of the same lasts")
  @APIResponse(
      responseCode = "422",
      description = "`INVALID_PAUSE`: there is no such platform, or `until` is over")
  public Response start(byte[] body, @Context UriInfo uri) {
    Wanted wanted = JsonBody.read(body, Wanted::read);
    Pause pause;
    try {
      pause =
          changes
              .pause(wanted.platform(), wanted.reason(), wanted.until())
              .orElseThrow(
                  () ->
                      Problem.conflict(
                          "ALREADY_PAUSED", "A pause of the same lasts; end it to start another"));
    } catch (UnknownPlatform e) {
      throw invalid("/platform", "There is no such platform");
    } catch (IllegalArgumentException e) {
      throw invalid("/until", String.valueOf(e.getMessage()));
    }
    return Response.created(uri.getAbsolutePathBuilder().path(pause.id().toString()).build())
        .entity(PauseAnswer.of(pause, clock.instant()))
        .build();
  }

  private static Problem invalid(String pointer, String detail) {
    return Problem.unprocessable(
        "INVALID_PAUSE", "The pause cannot be like this", List.of(Fault.at(pointer, detail)));
  }

  /** Shows a pause. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(summary = "Show a pause", description = "Whether it still lasts or not.")
  @APIResponse(
      responseCode = "200",
      description = "The pause",
      content = @Content(schema = @Schema(implementation = PauseAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such pause")
  public PauseAnswer show(@PathParam("id") @Parameter(description = "The pause's id") UUID id) {
    return pauses
        .find(id)
        .map(pause -> PauseAnswer.of(pause, clock.instant()))
        .orElseThrow(() -> Problem.notFound("pause " + id));
  }

  /** Ends a pause. */
  @DELETE
  @Needs(Right.ADMINISTRATION)
  @Path("{id}")
  @Operation(
      summary = "End a pause",
      description = "What it held back goes on at once; the pause stays on record.")
  @APIResponse(responseCode = "204", description = "Ended")
  @APIResponse(responseCode = "404", description = "There is no such pause, or it is over")
  public void end(@PathParam("id") @Parameter(description = "The pause's id") UUID id) {
    if (!changes.endPause(id)) {
      throw Problem.notFound("pause " + id + " that lasts");
    }
  }

  private record Wanted(@Nullable PlatformId platform, String reason, @Nullable Instant until) {

    static Wanted read(JsonBody in) {
      return new Wanted(
          in.optionalValue("platform", PlatformId::new),
          in.text("reason", 1, 1_000),
          in.optionalInstant("until"));
    }
  }

  /** A pause that is wanted. */
  @Schema(name = "PauseRequest")
  public record PauseRequest(
      @Schema(description = "The platform; every one when left out", example = "sandbox")
          @Nullable String platform,
      @Schema(
              description = "Why",
              required = true,
              minLength = 1,
              maxLength = 1_000,
              example = "they are migrating")
          String reason,
      @Schema(
              description = "When it ends by itself; when somebody ends it, when left out",
              example = "2026-02-01T06:00:00.000Z")
          @Nullable Instant until) {}

  /** One page of pauses. */
  @Schema(name = "PauseList")
  public record PauseList(
      @Schema(description = "The newest first", required = true) List<PauseAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
