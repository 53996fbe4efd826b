package dev.synctrail.web.platform;

import dev.synctrail.access.Right;
import dev.synctrail.gateway.Configuring;
import dev.synctrail.gateway.InvalidPlatform;
import dev.synctrail.history.Page;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.ConditionParameters;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Manages platforms, the targets of pushes and the sources of pulls. */
@Path("/platforms")
@Tag(name = "Platforms", description = "Platforms that content types are pushed to and pulled from")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class PlatformsResource {
  private final Configuring configuring;
  private final Platforms platforms;
  private final Authorization authorization;

  @Inject
  public PlatformsResource(
      Configuring configuring, Platforms platforms, Authorization authorization) {
    this.configuring = configuring;
    this.platforms = platforms;
    this.authorization = authorization;
  }

  /** Lists the platforms. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List platforms", description = "Current revisions, ordered by id.")
  public Page<PlatformAnswer> list(@BeanParam PageParameters page) {
    return page.of(platforms.all(), platform -> platform.id().value()).map(this::answer);
  }

  /** Adds a platform. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Add a platform",
      description =
          "Credentials are set in the server configuration, never here. The id of a"
              + " removed platform can be used again and continues its revisions.")
  @APIResponseSchema(
      value = PlatformAnswer.class,
      responseCode = "201",
      responseDescription = "Added")
  @APIResponse(responseCode = "409", description = "`ID_TAKEN`: a platform with this id exists")
  @APIResponse(responseCode = "422", description = "`INVALID_PLATFORM`, with all violations")
  @Transactional
  public Response add(
      PlatformRequest request, @Context SecurityContext security, @Context UriInfo uri) {
    PlatformId id = request.required();
    Platform added =
        checked(() -> configuring.add(id, request.wanted(), actor(security)))
            .orElseThrow(
                () ->
                    Problem.conflict("ID_TAKEN", "A platform with this id exists: \"" + id + "\""));
    authorization.changed(null, answer(added));
    return tagged(Response.created(uri.getAbsolutePathBuilder().path(id.value()).build()), added);
  }

  /** Shows a platform. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(summary = "Show a platform", description = "Current revision; its number is the ETag.")
  @APIResponseSchema(value = PlatformAnswer.class, responseDescription = "Platform")
  public Response show(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id) {
    return tagged(Response.ok(), required(id));
  }

  /** Changes a platform. */
  @PUT
  @Needs(Right.ADMINISTRATION)
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Change a platform",
      description =
          "Creates a new revision if anything changes. Syncs keep the revision they used.")
  @APIResponseSchema(
      value = PlatformAnswer.class,
      responseDescription = "Platform after the change")
  @APIResponse(
      responseCode = "409",
      description = "`CHANGED_MEANWHILE`: changed concurrently by another caller")
  @APIResponse(responseCode = "422", description = "`INVALID_PLATFORM`, with all violations")
  @Transactional
  public Response change(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      @BeanParam ConditionParameters conditions,
      PlatformRequest request,
      @Context SecurityContext security) {
    request.requireId(id);
    Platform current = required(id);
    conditions.read().require(etag(current), "platform \"" + id + "\"");
    Platform changed = checked(() -> configuring.change(id, request.wanted(), actor(security)));
    authorization.changed(answer(current), answer(changed));
    return tagged(Response.ok(), changed);
  }

  /** Removes a platform from use. */
  @DELETE
  @Needs(Right.ADMINISTRATION)
  @Path("{id}")
  @Operation(
      summary = "Remove a platform",
      description = "Pushes to and pulls from the platform stop. Its revisions and syncs are kept.")
  @APIResponse(responseCode = "204", description = "Removed")
  @Transactional
  public void remove(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      @BeanParam ConditionParameters conditions) {
    Platform platform = required(id);
    conditions.read().require(etag(platform), "platform \"" + id + "\"");
    if (!configuring.remove(id)) {
      throw unknown(id);
    }
    authorization.changed(answer(platform), null);
  }

  /** Lists the revisions of a platform. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}/revisions")
  @Operation(
      summary = "List revisions of a platform",
      description = "Newest first; also of a removed platform.")
  public Page<PlatformAnswer> revisions(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      @BeanParam PageParameters page) {
    List<Platform> revisions = platforms.revisions(id);
    if (revisions.isEmpty()) {
      throw unknown(id);
    }
    return page.of(revisions, platform -> Integer.toString(platform.revision())).map(this::answer);
  }

  /** Tests the connection to a platform. */
  @POST
  @Needs(Right.ACTION)
  @Path("{id}/test")
  @Operation(
      summary = "Test the connection to a platform",
      description =
          "Requests a token and reads from the platform without changing anything. The"
              + " result says what is wrong and what to do. A failed test also returns 200.")
  public ConnectionAnswer test(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id) {
    required(id);
    return ConnectionAnswer.of(configuring.test(id));
  }

  private Platform required(PlatformId id) {
    return platforms.find(id).orElseThrow(() -> unknown(id));
  }

  private static Problem unknown(PlatformId id) {
    return Problem.notFound("platform \"" + id + "\"");
  }

  private static String actor(SecurityContext security) {
    return security.getUserPrincipal().getName();
  }

  private static String etag(Platform platform) {
    return "\"" + platform.revision() + "\"";
  }

  private Response tagged(Response.ResponseBuilder response, Platform platform) {
    return response.header("ETag", etag(platform)).entity(answer(platform)).build();
  }

  private PlatformAnswer answer(Platform platform) {
    return PlatformAnswer.of(
        platform, configuring.hasCredentials(platform), configuring.locks(platform));
  }

  private static <T> T checked(Supplier<T> change) {
    try {
      return change.get();
    } catch (InvalidPlatform e) {
      throw Problem.unprocessable(
          "INVALID_PLATFORM",
          "Invalid platform",
          e.errors().stream().map(error -> Fault.at(error.pointer(), error.detail())).toList());
    } catch (UnknownPlatform e) {
      throw unknown(e.id());
    } catch (IllegalStateException e) {
      throw Problem.conflict("CHANGED_MEANWHILE", "Another caller has just changed the platform");
    }
  }
}
