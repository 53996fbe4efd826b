package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.history.Page;
import dev.synctrail.tracking.Direction;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.run.ReadingRuns;
import dev.synctrail.web.run.RunAnswer;
import dev.synctrail.web.run.RunStepAnswer;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists and shows deployments. */
@Path("/deployments")
@Tag(name = "Deployments", description = "Pushing types to a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class DeploymentsResource {
  private final ReadingRuns runs;

  @Inject
  public DeploymentsResource(ReadingRuns runs) {
    this.runs = runs;
  }

  /** Lists deployments. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List deployments", description = "Newest first.")
  public Page<RunAnswer> list(@BeanParam PageParameters page) {
    return runs.list(Direction.PUSH, page);
  }

  /** Shows a deployment. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(
      summary = "Show a deployment",
      description =
          "Status and progress are derived from its syncs; poll until `completedAt` is" + " set.")
  public RunAnswer show(@PathParam("id") @Parameter(description = "Deployment") UUID id) {
    return runs.one(Direction.PUSH, id);
  }

  /** Lists the log of a deployment. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}/log")
  @Operation(
      summary = "List the log of a deployment",
      description = "Events of the deployment and its syncs, earliest first.")
  public Page<RunStepAnswer> log(
      @PathParam("id") @Parameter(description = "Deployment") UUID id,
      @BeanParam PageParameters page) {
    return runs.log(Direction.PUSH, id, page);
  }
}
