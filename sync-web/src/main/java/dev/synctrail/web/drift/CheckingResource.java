package dev.synctrail.web.drift;

import dev.synctrail.access.Right;
import dev.synctrail.drift.BeginCheck;
import dev.synctrail.drift.PlatformCheck;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Starts checks of a whole platform, which run in the background. */
@Path("/platforms/{id}/check")
@Tag(name = ChecksResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class CheckingResource {
  private final BeginCheck beginCheck;

  @Inject
  public CheckingResource(BeginCheck beginCheck) {
    this.beginCheck = beginCheck;
  }

  /** Starts a check. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Check a platform",
      description =
          "Reads every type that was pushed to the platform and every other type on it,"
              + " with conditional reads where the ETag is known. One check runs at a time;"
              + " while it runs, it is returned again.")
  @APIResponseSchema(
      value = ChecksResource.CheckAnswer.class,
      responseCode = "202",
      responseDescription = "Started; the progress is at `Location`")
  public Response begin(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      @RequestBody(required = false) CheckRequest request,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    PlatformCheck platformCheck;
    try {
      platformCheck = beginCheck.ask(id, security.getUserPrincipal().getName(), request.reason());
    } catch (UnknownPlatform e) {
      throw Problem.notFound("platform \"" + id + "\"");
    }
    return Response.accepted(ChecksResource.CheckAnswer.of(platformCheck))
        .location(
            uri.getBaseUriBuilder().path("checks").path(platformCheck.id().toString()).build())
        .build();
  }

  /** Request body of a check. */
  @Schema(name = "CheckRequest")
  public record CheckRequest(
      @Schema(description = "Reason", example = "after the release") @Size(max = 1_000)
          @Nullable String reason) {}
}
