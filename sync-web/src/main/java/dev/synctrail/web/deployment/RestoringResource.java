package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.deployment.Deploying;
import dev.synctrail.deployment.DeploymentOrder;
import dev.synctrail.deployment.DeploymentOrder.Exactly;
import dev.synctrail.deployment.InvalidPlan;
import dev.synctrail.deployment.UnknownVersion;
import dev.synctrail.platform.PlatformChoice;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.version.VersionId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.run.Motive;
import dev.synctrail.web.run.Requester;
import dev.synctrail.web.run.RunAnswer;
import dev.synctrail.web.run.StartAnswer;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
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
  @APIResponseSchema(
      value = RunAnswer.class,
      responseCode = "202",
      responseDescription = "Recorded; the run is at `Location`")
  @APIResponse(responseCode = "422", description = "`UNKNOWN_PLATFORM`, or `UNUSABLE_PLAN`")
  public Response restore(
      @PathParam("versionId") @Parameter(description = "Version") VersionId versionId,
      RestoreRequest request,
      @BeanParam Requester requester,
      @Context UriInfo uri) {
    DeploymentOrder order =
        new DeploymentOrder(
            defaultPlatform.orNamed(request.platform()),
            new Exactly(versionId),
            List.of(),
            request.options().push(),
            DeploymentRequest.run(request.plan()),
            requester.cause(request));
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
      @Schema(description = DeploymentRequest.PLATFORM, example = "sandbox")
          @Nullable PlatformId platform,
      @Schema(description = "Reason", example = "it broke the site") @Size(min = 1, max = 1_000)
          String reason,
      @Schema(description = Motive.ON_BEHALF_OF) @Size(max = 255) @Nullable String onBehalfOf,
      @Schema(description = Motive.SYNC_METADATA) @Nullable Snapshot syncMetadata,
      @Schema(description = DeploymentRequest.PLAN) @Nullable UUID plan,
      @Schema(description = "Options") DeploymentRequest.Options options)
      implements Motive {

    @Override
    public void check(BiConsumer<String, String> faults) {
      Motive.super.check(faults);
      options.requireSingleWrites(faults);
    }
  }
}
