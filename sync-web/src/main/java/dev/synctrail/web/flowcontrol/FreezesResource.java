package dev.synctrail.web.flowcontrol;

import static java.util.Objects.requireNonNull;

import dev.synctrail.access.Right;
import dev.synctrail.flowcontrol.Freeze;
import dev.synctrail.flowcontrol.FreezeWindow;
import dev.synctrail.flowcontrol.Freezes;
import dev.synctrail.history.Page;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.RequestRules;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
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

/** Manages change freezes: times in which nothing is changed on a platform. */
@Path("/freezes")
@Tag(name = QueueResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class FreezesResource {
  private final Freezes freezes;
  private final FlowControlChanges changes;
  private final Clock clock;

  @Inject
  public FreezesResource(Freezes freezes, FlowControlChanges changes, Clock clock) {
    this.freezes = freezes;
    this.changes = changes;
    this.clock = clock;
  }

  /** Lists freezes. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List change freezes",
      description = "Newest first, including removed freezes.")
  public Page<FreezeAnswer> list(@BeanParam PageParameters page) {
    Instant now = clock.instant();
    return page.of(freezes.all(), freeze -> freeze.id().toString())
        .map(freeze -> FreezeAnswer.of(freeze, now));
  }

  /** Sets a freeze. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Set a change freeze",
      description =
          "Once or weekly, in a time zone. During a freeze, pushes stay queued and no"
              + " write is sent; pulls, read-backs, checks and dry runs continue.")
  @APIResponseSchema(value = FreezeAnswer.class, responseCode = "201", responseDescription = "Set")
  @APIResponse(
      responseCode = "422",
      description = "`INVALID_FREEZE`: unknown platform, or a window that never occurs")
  public Response set(FreezeRequest request, @Context UriInfo uri) {
    Freeze freeze;
    try {
      freeze =
          changes.freeze(request.platform(), request.name(), request.reason(), request.window());
    } catch (UnknownPlatform e) {
      throw invalid("/platform", "Platform not found");
    } catch (IllegalArgumentException e) {
      throw invalid("", String.valueOf(e.getMessage()));
    }
    return Response.created(uri.getAbsolutePathBuilder().path(freeze.id().toString()).build())
        .entity(FreezeAnswer.of(freeze, clock.instant()))
        .build();
  }

  private static Problem invalid(String pointer, String detail) {
    return Problem.unprocessable(
        "INVALID_FREEZE", "Invalid freeze", List.of(Fault.at(pointer, detail)));
  }

  /** Shows a freeze. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(summary = "Show a change freeze", description = "Active, past or removed.")
  public FreezeAnswer show(@PathParam("id") @Parameter(description = "Id of the freeze") UUID id) {
    return freezes
        .find(id)
        .map(freeze -> FreezeAnswer.of(freeze, clock.instant()))
        .orElseThrow(() -> Problem.notFound("freeze " + id));
  }

  /** Removes a freeze. */
  @DELETE
  @Needs(Right.ADMINISTRATION)
  @Path("{id}")
  @Operation(
      summary = "Remove a change freeze",
      description = "Blocked work continues immediately. The record of the freeze is kept.")
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "404", description = "Freeze not found or already removed")
  public void remove(@PathParam("id") @Parameter(description = "Id of the freeze") UUID id) {
    if (!changes.removeFreeze(id)) {
      throw Problem.notFound("active freeze " + id);
    }
  }

  /** Request body of a freeze. */
  @Schema(name = "FreezeRequest")
  public record FreezeRequest(
      @Schema(description = "Platform; default all platforms", example = "sandbox")
          @Nullable PlatformId platform,
      @Schema(description = "Name", example = "Year end") @Size(min = 1, max = 100) String name,
      @Schema(description = "Reason", example = "annual audit") @Size(min = 1, max = 1_000)
          String reason,
      @Schema(
              description = "IANA time zone",
              implementation = String.class,
              example = "Europe/Berlin")
          ZoneId zone,
      @Schema(description = "One-time window") FreezeAnswer.@Nullable OnceAnswer once,
      @Schema(description = "Weekly window; exactly one of the two is required")
          FreezeAnswer.@Nullable WeeklyAnswer weekly)
      implements RequestRules {

    @Override
    public void check(BiConsumer<String, String> faults) {
      if ((once == null) == (weekly == null)) {
        faults.accept("/once", "Exactly one of once and weekly is required");
      }
    }

    FreezeWindow window() {
      return once == null ? requireNonNull(weekly).window(zone) : once.window(zone);
    }
  }
}
