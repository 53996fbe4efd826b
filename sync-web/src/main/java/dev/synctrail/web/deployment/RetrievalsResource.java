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

/** Lists and shows pull runs. */
@Path("/retrievals")
@Tag(name = "Retrievals", description = "Reading types from a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class RetrievalsResource {
  private final ReadingRuns runs;

  @Inject
  public RetrievalsResource(ReadingRuns runs) {
    this.runs = runs;
  }

  /** Lists pull runs. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List retrievals", description = "Newest first.")
  public Page<RunAnswer> list(@BeanParam PageParameters page) {
    return runs.list(Direction.PULL, page);
  }

  /** Shows a pull run. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(
      summary = "Show a retrieval",
      description =
          "Status and progress are derived from its syncs; poll until `completedAt` is" + " set.")
  public RunAnswer show(@PathParam("id") @Parameter(description = "Retrieval") UUID id) {
    return runs.one(Direction.PULL, id);
  }

  /** Lists the log of a pull run. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}/log")
  @Operation(
      summary = "List the log of a retrieval",
      description = "Events of the deployment and its syncs, earliest first.")
  public Page<RunStepAnswer> log(
      @PathParam("id") @Parameter(description = "Retrieval") UUID id,
      @BeanParam PageParameters page) {
    return runs.log(Direction.PULL, id, page);
  }
}
