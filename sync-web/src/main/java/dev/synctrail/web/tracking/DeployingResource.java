package dev.synctrail.web.tracking;

import dev.synctrail.access.Right;
import dev.synctrail.deployment.Deploying;
import dev.synctrail.deployment.DeploymentOrder;
import dev.synctrail.deployment.Repeating;
import dev.synctrail.deployment.UnknownTypes;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Starts deployments. */
@Path("/deployments")
@Tag(name = "Deployments", description = "Pushing types to a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class DeployingResource {
  private final Deploying deploying;
  private final Repeating repeating;

  @Inject
  public DeployingResource(Deploying deploying, Repeating repeating) {
    this.deploying = deploying;
    this.repeating = repeating;
  }

  /** Records what is to be pushed and answers at once. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Push types to a platform",
      description =
          "Records one sync per type, pinned to its latest version, and answers before anything is"
              + " sent. Follow the run at `Location`.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = DeploymentRequest.class)))
  @APIResponse(
      responseCode = "202",
      description = "Recorded; the run is at `Location`",
      content = @Content(schema = @Schema(implementation = RunAnswer.class)))
  @APIResponse(
      responseCode = "422",
      description =
          "`UNKNOWN_PLATFORM`, or `UNKNOWN_TYPE` with a place for each type that has no version")
  public Response deploy(
      byte[] body,
      @HeaderParam("traceparent") @Parameter(description = "W3C trace context")
          @Nullable String traceparent,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    Ordered ordered = new Ordered(body, security, traceparent);
    DeploymentOrder order = JsonBody.read(body, in -> DeploymentRequest.read(in, ordered));
    try {
      return Started.run(deploying.deploy(order), uri, "deployments");
    } catch (UnknownPlatform e) {
      throw Started.unknown(e);
    } catch (UnknownTypes e) {
      throw Problem.unprocessable(
          "UNKNOWN_TYPE",
          "Nothing can be pushed that has no version here",
          e.typeKeys().stream()
              .map(typeKey -> Fault.at("/typeKeys", "No version is stored of " + typeKey))
              .toList());
    }
  }

  /** Pushes again what failed. */
  @POST
  @Needs(Right.ACTION)
  @Path("{id}/retry")
  @Idempotent
  @Operation(
      summary = "Push again what failed",
      description =
          "A new deployment of the failed syncs, each of the version it had, with `retryOf`. What a"
              + " later push has overtaken stays out.")
  @RequestBody(
      required = false,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RetryRequest.class)))
  @APIResponse(
      responseCode = "202",
      description = "Recorded; the new run is at `Location`",
      content = @Content(schema = @Schema(implementation = RunAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such deployment")
  @APIResponse(responseCode = "409", description = "`NOT_RETRYABLE`, with the reason")
  public Response retry(
      @PathParam("id") @Parameter(description = "The deployment") UUID id,
      byte[] body,
      @HeaderParam("traceparent") @Parameter(description = "W3C trace context")
          @Nullable String traceparent,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    Ordered ordered = new Ordered(body, security, traceparent);
    try {
      Run run =
          repeating
              .run(new RunId(id), JsonBody.readOptional(body, ordered::cause))
              .orElseThrow(() -> Problem.notFound("deployment " + id));
      return Started.run(run, uri, "deployments");
    } catch (IllegalTransition e) {
      throw Started.notRetryable(e);
    }
  }
}
