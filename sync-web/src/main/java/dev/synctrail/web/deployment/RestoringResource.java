package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.deployment.Deploying;
import dev.synctrail.deployment.DeploymentOrder;
import dev.synctrail.deployment.DeploymentOrder.Exactly;
import dev.synctrail.deployment.InvalidPlan;
import dev.synctrail.deployment.UnknownVersion;
import dev.synctrail.platform.PlatformChoice;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.version.VersionId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.run.OrderDetails;
import dev.synctrail.web.run.RunAnswer;
import dev.synctrail.web.run.StartAnswer;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Restores older versions on a platform. */
@Path("/versions/{versionId}/restore")
@Tag(name = "Deployments")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class RestoringResource {
  private final Deploying deploying;
  private final PlatformChoice defaultPlatform;

  @Inject
  public RestoringResource(Deploying deploying, PlatformChoice defaultPlatform) {
    this.deploying = deploying;
    this.defaultPlatform = defaultPlatform;
  }

  /** Records the deployment of the version and responds before anything is sent. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Restore a version on a platform",
      description =
          "Creates a deployment of exactly this version; members added since are"
              + " removed. A type is written only if it has not changed since it was read. A"
              + " dry run is the plan: `operation` of the sync and `diff?against=before` show"
              + " the changes.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = RestoreRequest.class)))
  @APIResponseSchema(
      value = RunAnswer.class,
      responseCode = "202",
      responseDescription = "Recorded; the run is at `Location`")
  @APIResponse(responseCode = "422", description = "`UNKNOWN_PLATFORM`, or `UNUSABLE_PLAN`")
  public Response restore(
      @PathParam("versionId") @Parameter(description = "Version") VersionId versionId,
      byte[] body,
      @HeaderParam("traceparent") @Parameter(description = "W3C trace context")
          @Nullable String traceparent,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    OrderDetails orderDetails = new OrderDetails(body, security, traceparent);
    DeploymentOrder order =
        JsonBody.read(
            body,
            in -> {
              in.text("reason", 1, 1_000);
              return new DeploymentOrder(
                  DeploymentRequest.platform(in, defaultPlatform),
                  new Exactly(versionId),
                  List.of(),
                  DeploymentRequest.rollbackOptions(in),
                  DeploymentRequest.plan(in),
                  orderDetails.cause(in));
            });
    try {
      return StartAnswer.run(deploying.deploy(order), uri, "deployments");
    } catch (UnknownPlatform e) {
      throw StartAnswer.unknown(e);
    } catch (InvalidPlan e) {
      throw StartAnswer.unusable(e);
    } catch (UnknownVersion e) {
      throw Problem.notFound("version " + versionId.hex());
    }
  }

  /** Request body of a restore. */
  @Schema(name = "RestoreRequest")
  public record RestoreRequest(
      @Schema(
              description = "Platform; default the only one, else `optimizely`",
              example = "sandbox")
          String platform,
      @Schema(
              description = "Reason",
              required = true,
              maxLength = 1_000,
              example = "it broke the site")
          String reason,
      @Schema(
              description = "Person or system on whose behalf the caller claims to act",
              maxLength = 255)
          String onBehalfOf,
      @Schema(description = "Your own JSON object, at most 64 KB; returned unchanged")
          Object syncMetadata,
      @Schema(
              description =
                  "Finished dry run that this request confirms. A retry may only lose data that"
                      + " a confirmed plan names")
          UUID plan,
      @Schema(description = "Options") DeploymentRequest.Options options) {}
}
