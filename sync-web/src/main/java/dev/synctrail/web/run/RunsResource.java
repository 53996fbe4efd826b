package dev.synctrail.web.run;

import dev.synctrail.access.Right;
import dev.synctrail.history.Page;
import dev.synctrail.history.RunStep;
import dev.synctrail.tracking.Cancelling;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/**
 * The operations that deployments and pull runs have in common. A subclass has the path, and starts
 * runs of its direction.
 */
@Produces(MediaType.APPLICATION_JSON)
public abstract class RunsResource {
  private final Direction direction;
  private final ReadingRuns runs;
  private final Cancelling cancelling;

  protected RunsResource(Direction direction, ReadingRuns runs, Cancelling cancelling) {
    this.direction = direction;
    this.runs = runs;
    this.cancelling = cancelling;
  }

  /** Lists the runs of the direction. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List runs", description = "Newest first.")
  public Page<RunAnswer> list(@BeanParam PageParameters page) {
    return runs.list(direction, page);
  }

  /** Shows a run. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(
      summary = "Show a run",
      description =
          "Status and progress are derived from its syncs; poll until `completedAt` is set.")
  public RunAnswer show(@PathParam("id") @Parameter(description = "Run") UUID id) {
    return runs.one(direction, id);
  }

  /** Lists the log of a run. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}/log")
  @Operation(
      summary = "List the log of a run",
      description = "Events of the run and its syncs, earliest first.")
  public Page<RunStep> log(
      @PathParam("id") @Parameter(description = "Run") UUID id, @BeanParam PageParameters page) {
    return runs.log(direction, id, page);
  }

  /** Cancels a run. */
  @POST
  @Needs(Right.ACTION)
  @Path("{id}/cancel")
  @Idempotent
  @Operation(
      summary = "Cancel a run",
      description =
          "Queued syncs are recorded as `CANCELLED` immediately. Running pushes stop before their"
              + " next write; writes that may already have been sent are settled as usual. Running"
              + " pulls are finished.")
  @APIResponseSchema(RunAnswer.class)
  @APIResponse(
      responseCode = "409",
      description = "`NOT_CANCELLABLE`: the run is finished or already cancelled")
  public RunAnswer cancel(
      @PathParam("id") @Parameter(description = "Run") UUID id,
      @RequestBody(required = false) CancelRequest request,
      @Context SecurityContext security) {
    RunId run = runs.required(direction, id).id();
    try {
      cancelling.cancel(run, security.getUserPrincipal().getName(), request.reason());
    } catch (IllegalTransition e) {
      throw Problem.conflict("NOT_CANCELLABLE", String.valueOf(e.getMessage()));
    }
    return runs.one(direction, id);
  }
}
