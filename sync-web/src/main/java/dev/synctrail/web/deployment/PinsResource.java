package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Pin;
import dev.synctrail.deployment.Pins;
import dev.synctrail.history.Page;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.RequestReader;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.run.PinAnswer;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Lists and removes pins: types that were rolled back on a platform and are skipped by deployments.
 */
@Path("/platforms/{id}/pins")
@Tag(name = "Deployments")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class PinsResource {
  private final Platforms platforms;
  private final Pins pins;
  private final PinChanges changes;
  private final RequestReader requests;

  @Inject
  public PinsResource(Platforms platforms, Pins pins, PinChanges changes, RequestReader requests) {
    this.platforms = platforms;
    this.pins = pins;
    this.changes = changes;
    this.requests = requests;
  }

  /** Lists pins. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List pins",
      description =
          "Types that were rolled back and are skipped by deployments of `all` and"
              + " `changed`, by key. A pin ends when a newer version is stored, when the type"
              + " is deployed by key, or when the pin is removed.")
  public Page<PinAnswer> list(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      @BeanParam PageParameters page) {
    if (platforms.find(id).isEmpty()) {
      throw Problem.notFound("platform \"" + id + "\"");
    }
    return page.read(
            TypeKey::new,
            (key, backwards, size) -> pins.holding(id, key, backwards, size),
            Pin::typeKey)
        .mapAll(PinAnswer::of);
  }

  /** Removes a pin. */
  @DELETE
  @Needs(Right.ACTION)
  @Path("{typeKey}")
  @Operation(
      summary = "Remove a pin",
      description =
          "Deployments of `all` and `changed` include the type again. Give the reason in"
              + " the body, or as a query parameter if a proxy drops the body of a DELETE. The"
              + " record of the pin is kept.")
  @RequestBody(
      required = false,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PinRemoval.class)))
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "400", description = "A reason is required")
  @APIResponse(responseCode = "404", description = "No active pin found")
  public void remove(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      @PathParam("typeKey") @Parameter(description = "Type key") TypeKey typeKey,
      @QueryParam("reason") @Parameter(description = "Reason, at most 1 000 characters")
          @Nullable String reason,
      byte[] body) {
    String given = reason == null ? requests.read(PinRemoval.class, body).reason() : reason;
    if (given.isBlank() || given.length() > 1_000) {
      throw Problem.malformed(List.of(Fault.parameter("reason", "Must have 1 to 1000 characters")));
    }
    if (!changes.remove(id, typeKey, given)) {
      throw Problem.notFound("pin of type \"" + typeKey + "\" on platform \"" + id + "\"");
    }
  }

  /** Request body of the removal of a pin. */
  @Schema(name = "PinRemoval")
  public record PinRemoval(
      @Schema(description = "Reason", required = true, example = "it is fixed")
          @Size(min = 1, max = 1_000)
          String reason) {}
}
