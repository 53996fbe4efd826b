package dev.synctrail.web.flowcontrol;

import dev.synctrail.access.Right;
import dev.synctrail.flowcontrol.Pause;
import dev.synctrail.flowcontrol.Pauses;
import dev.synctrail.history.Page;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Manages pauses: times in which no request is sent to a platform. */
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
  @Operation(summary = "List pauses", description = "Newest first, including ended pauses.")
  public Page<PauseAnswer> list(
      @QueryParam("platform")
          @Parameter(
              description = "Pauses that affect this platform, including pauses of all platforms")
          @Nullable PlatformId platform,
      @QueryParam("active")
          @Parameter(description = "`true` for active pauses, `false` for ended ones")
          @Nullable Boolean active,
      @BeanParam PageParameters page) {
    Instant now = clock.instant();
    return page.read(
            UUID::fromString,
            (key, backwards, size) -> pauses.page(platform, active, now, key, backwards, size),
            Pause::id)
        .map(pause -> PauseAnswer.of(pause, now));
  }

  /** Starts a pause. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Pause one platform or all platforms",
      description =
          "After the response, no new request to a platform is sent. Pushes, pulls,"
              + " read-backs and checks stay queued. A running attempt stops before its next"
              + " request and does not count as a failed attempt. Connection tests are still"
              + " sent.")
  @APIResponseSchema(
      value = PauseAnswer.class,
      responseCode = "201",
      responseDescription = "Paused")
  @APIResponse(
      responseCode = "409",
      description = "`ALREADY_PAUSED`: a pause of the same scope is active")
  @APIResponse(
      responseCode = "422",
      description = "`INVALID_PAUSE`: unknown platform, or `until` is in the past")
  public Response start(PauseRequest request, @Context UriInfo uri) {
    Pause pause;
    try {
      pause =
          changes
              .pause(request.platform(), request.reason(), request.until())
              .orElseThrow(
                  () ->
                      Problem.conflict(
                          "ALREADY_PAUSED",
                          "A pause of the same scope is active; end it before you start another"));
    } catch (UnknownPlatform e) {
      throw invalid("/platform", "Platform not found");
    } catch (IllegalArgumentException e) {
      throw invalid("/until", String.valueOf(e.getMessage()));
    }
    return Response.created(uri.getAbsolutePathBuilder().path(pause.id().toString()).build())
        .entity(PauseAnswer.of(pause, clock.instant()))
        .build();
  }

  private static Problem invalid(String pointer, String detail) {
    return Problem.unprocessable(
        "INVALID_PAUSE", "Invalid pause", List.of(Fault.at(pointer, detail)));
  }

  /** Shows a pause. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(summary = "Show a pause", description = "Active or ended.")
  public PauseAnswer show(@PathParam("id") @Parameter(description = "Id of the pause") UUID id) {
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
      description = "Blocked work continues immediately. The record of the pause is kept.")
  @APIResponse(responseCode = "204", description = "Ended")
  @APIResponse(responseCode = "404", description = "Pause not found or already ended")
  public void end(@PathParam("id") @Parameter(description = "Id of the pause") UUID id) {
    if (!changes.endPause(id)) {
      throw Problem.notFound("active pause " + id);
    }
  }

  /** Request body of a pause. */
  @Schema(name = "PauseRequest")
  public record PauseRequest(
      @Schema(description = "Platform; default all platforms", example = "sandbox")
          @Nullable PlatformId platform,
      @Schema(description = "Reason", example = "they are migrating") @Size(min = 1, max = 1_000)
          String reason,
      @Schema(
              description = "Scheduled end; without it, the pause must be ended manually",
              example = "2026-02-01T06:00:00.000Z")
          @Nullable Instant until) {}
}
