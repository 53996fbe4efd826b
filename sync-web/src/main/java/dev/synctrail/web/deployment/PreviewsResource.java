package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.deployment.Deploying;
import dev.synctrail.deployment.DeploymentOrder;
import dev.synctrail.deployment.Previewing;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.platform.PlatformChoice;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.run.ReadingRuns;
import dev.synctrail.web.run.Requester;
import dev.synctrail.web.run.RunAnswer;
import dev.synctrail.web.run.StartAnswer;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Plans deployments as dry runs and shows the plans. */
@Path("/deployment-previews")
@Tag(name = "Deployments", description = "Pushing types to a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class PreviewsResource {
  private final Deploying deploying;
  private final Previewing previewing;
  private final ReadingRuns runs;
  private final PlatformChoice defaultPlatform;

  @Inject
  public PreviewsResource(
      Deploying deploying,
      Previewing previewing,
      ReadingRuns runs,
      PlatformChoice defaultPlatform) {
    this.deploying = deploying;
    this.previewing = previewing;
    this.runs = runs;
    this.defaultPlatform = defaultPlatform;
  }

  /** Starts a dry run and responds before the plan is complete. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Preview a deployment",
      description =
          "Runs a deployment as a dry run: every type is read on the platform, and"
              + " nothing is written. The plan is at `Location`.")
  @APIResponseSchema(
      value = RunAnswer.class,
      responseCode = "202",
      responseDescription = "Recorded; the plan is at `Location`")
  @APIResponse(
      responseCode = "422",
      description =
          "`UNKNOWN_PLATFORM`, or `UNKNOWN_TYPE` with an error for each type without a"
              + " version")
  public Response preview(
      DeploymentRequest request, @BeanParam Requester requester, @Context UriInfo uri) {
    DeploymentOrder order = request.order(defaultPlatform, requester.cause(request)).asDryRun();
    return StartAnswer.run(
        StartAnswer.deployed(() -> deploying.deploy(order)), uri, "deployment-previews");
  }

  /** Shows the plan of a dry run. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(
      summary = "Show the plan of a deployment",
      description =
          "Plan of a dry run of a deployment, a rollback or a restore: the planned"
              + " outcome of each push, in order. Poll until `run.completedAt` is set. The"
              + " values that would change are at `/sync/{syncId}/diff?against=before`.")
  public PreviewAnswer show(
      @PathParam("id") @Parameter(description = "Dry run") UUID id,
      @BeanParam PageParameters page) {
    Run run = runs.required(Direction.PUSH, id);
    if (!run.options().dryRun()) {
      throw Problem.notFound("dry run " + id);
    }
    SyncQuery query =
        page.query((limit, cursor, count) -> Previewing.query(run.id(), limit, cursor, count));
    return PreviewAnswer.of(run, previewing.page(query), runs.skipped(run));
  }
}
