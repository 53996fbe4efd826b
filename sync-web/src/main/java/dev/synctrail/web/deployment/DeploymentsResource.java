package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.deployment.Deploying;
import dev.synctrail.deployment.DeploymentOrder;
import dev.synctrail.deployment.InvalidPlan;
import dev.synctrail.deployment.Retrying;
import dev.synctrail.deployment.RollingBack;
import dev.synctrail.platform.PlatformChoice;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.Cancelling;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.Prefer;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.run.FinishedRuns;
import dev.synctrail.web.run.ReadingRuns;
import dev.synctrail.web.run.Requester;
import dev.synctrail.web.run.RetryRequest;
import dev.synctrail.web.run.RunAnswer;
import dev.synctrail.web.run.RunsResource;
import dev.synctrail.web.run.StartAnswer;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Starts, rolls back and retries deployments. */
@Path("/deployments")
@Tag(name = "Deployments", description = "Pushing types to a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class DeploymentsResource extends RunsResource {
  private final Deploying deploying;
  private final Retrying retrying;
  private final RollingBack rollingBack;
  private final FinishedRuns finished;
  private final PlatformChoice defaultPlatform;

  @Inject
  public DeploymentsResource(
      Deploying deploying,
      Retrying retrying,
      RollingBack rollingBack,
      Cancelling cancelling,
      ReadingRuns runs,
      FinishedRuns finished,
      PlatformChoice defaultPlatform) {
    super(Direction.PUSH, runs, cancelling);
    this.deploying = deploying;
    this.retrying = retrying;
    this.rollingBack = rollingBack;
    this.finished = finished;
    this.defaultPlatform = defaultPlatform;
  }

  /** Records the pushes and responds before anything is sent. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Push types to a platform",
      description =
          "Records one sync per type, bound to its latest version, and responds before"
              + " anything is sent. Poll the run at `Location`. Referenced types are pushed"
              + " first. New types that reference each other in a cycle are pushed in two"
              + " phases and have two syncs each. Removals come last.")
  @APIResponse(
      responseCode = "200",
      description = "Finished within the wait time (`Prefer: wait=N`); also at `Location`",
      content = @Content(schema = @Schema(implementation = RunAnswer.class)),
      headers = {
        @Header(name = "Location", description = "Run"),
        @Header(name = Prefer.APPLIED, description = "Applied wait time")
      })
  @APIResponseSchema(
      value = RunAnswer.class,
      responseCode = "202",
      responseDescription = "Recorded, not finished yet; the run is at `Location`")
  @APIResponse(
      responseCode = "422",
      description =
          "`UNKNOWN_PLATFORM`, `UNUSABLE_PLAN`, or `UNKNOWN_TYPE` with an error for each"
              + " type without a version")
  public Response deploy(
      DeploymentRequest request,
      @BeanParam Requester requester,
      @HeaderParam(Prefer.HEADER)
          @Parameter(
              description =
                  "`wait=N`: wait up to N seconds, at most 60, for the run to finish (RFC 7240)",
              example = "wait=30")
          @Nullable String prefer,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    DeploymentOrder order = request.order(defaultPlatform, requester.cause(request));
    Run run = StartAnswer.deployed(() -> deploying.deploy(order));
    return finished.answer(run, headers, uri, "deployments");
  }

  /** Rolls back a deployment. */
  @POST
  @Needs(Right.ACTION)
  @Path("{id}/rollback")
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Roll back a deployment",
      description =
          "Creates a deployment with `rollbackOf` that restores each type to its state"
              + " before the deployment; a type that did not exist is removed. A type is"
              + " written only if it has not changed since it was read. A type that a later"
              + " push has changed fails as `SUPERSEDED`, unless `onConflict` is `overwrite`; a"
              + " state that the platform's API cannot express exactly fails as"
              + " `NOT_EXPRESSIBLE`. A dry run is the plan: see `GET /deployment-previews/{id}`.")
  @APIResponseSchema(
      value = RunAnswer.class,
      responseCode = "202",
      responseDescription = "Recorded; the new run is at `Location`")
  @APIResponse(responseCode = "409", description = "`NOT_REVERSIBLE`, with the reason")
  @APIResponse(responseCode = "422", description = "`UNKNOWN_PLATFORM`, or `UNUSABLE_PLAN`")
  public Response rollBack(
      @PathParam("id") @Parameter(description = "Deployment") UUID id,
      RollbackRequest request,
      @BeanParam Requester requester,
      @Context UriInfo uri) {
    try {
      Run run =
          rollingBack
              .rollBack(
                  new RunId(id),
                  request.options().push(),
                  DeploymentRequest.run(request.plan()),
                  requester.cause(request))
              .orElseThrow(() -> Problem.notFound("deployment " + id));
      return StartAnswer.run(run, uri, "deployments");
    } catch (UnknownPlatform e) {
      throw StartAnswer.unknown(e);
    } catch (InvalidPlan e) {
      throw StartAnswer.unusable(e);
    } catch (IllegalTransition e) {
      throw Problem.conflict("NOT_REVERSIBLE", String.valueOf(e.getMessage()));
    }
  }

  /** Retries the failed syncs of a deployment. */
  @POST
  @Needs(Right.ACTION)
  @Path("{id}/retry")
  @Idempotent
  @Operation(
      summary = "Retry failed syncs of a deployment",
      description =
          "Creates a deployment of the failed syncs with their original versions and"
              + " `retryOf`. The same checks apply as at first; syncs that do not pass are left"
              + " out. A dry run is planned again instead. A push that would lose data not"
              + " named in a confirmed plan fails as `BREAKING_CHANGE`.")
  @APIResponseSchema(
      value = RunAnswer.class,
      responseCode = "202",
      responseDescription = "Recorded; the new run is at `Location`")
  @APIResponse(responseCode = "409", description = "`NOT_RETRYABLE`, with the reason")
  public Response retry(
      @PathParam("id") @Parameter(description = "Deployment") UUID id,
      @RequestBody(required = false) RetryRequest request,
      @BeanParam Requester requester,
      @Context UriInfo uri) {
    try {
      Run run =
          retrying
              .run(new RunId(id), requester.cause(request))
              .orElseThrow(() -> Problem.notFound("deployment " + id));
      return StartAnswer.run(run, uri, "deployments");
    } catch (IllegalTransition e) {
      throw StartAnswer.notRetryable(e);
    }
  }
}
