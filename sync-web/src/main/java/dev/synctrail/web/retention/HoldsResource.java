package dev.synctrail.web.retention;

import dev.synctrail.access.Right;
import dev.synctrail.history.Page;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.retention.LegalHold;
import dev.synctrail.retention.LegalHolds;
import dev.synctrail.retention.Retaining;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.RequestRules;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Legal holds, which exempt syncs from every purge. */
@Path("/retention/holds")
@Tag(name = RulesResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class HoldsResource {
  private final LegalHolds holds;
  private final Retaining retaining;
  private final Authorization authorization;

  @Inject
  public HoldsResource(LegalHolds holds, Retaining retaining, Authorization authorization) {
    this.holds = holds;
    this.retaining = retaining;
    this.authorization = authorization;
  }

  /** Lists the legal holds. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List legal holds", description = "Newest first, including released holds.")
  public Page<LegalHold> list(@BeanParam PageParameters page) {
    return page.of(holds.all(), hold -> hold.id().toString());
  }

  /** Sets a legal hold. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Set a legal hold",
      description =
          "Holds all current and future syncs that match the filter, for example of a"
              + " deployment, a retrieval or a type; an empty filter holds everything. After"
              + " the response, no purge removes them, including a purge that is already"
              + " running.")
  @APIResponseSchema(value = LegalHold.class, responseCode = "201", responseDescription = "Set")
  @Transactional
  public Response set(
      HoldRequest request, @Context SecurityContext security, @Context UriInfo uri) {
    LegalHold hold =
        retaining.hold(request.filter(), request.reason(), security.getUserPrincipal().getName());
    authorization.changed(null, hold);
    return Response.created(uri.getAbsolutePathBuilder().path(hold.id().toString()).build())
        .entity(hold)
        .build();
  }

  /** Shows a legal hold. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(summary = "Show a legal hold", description = "Active or released.")
  public LegalHold show(@PathParam("id") @Parameter(description = "Id of the legal hold") UUID id) {
    return holds.find(id).orElseThrow(() -> Problem.notFound("legal hold " + id));
  }

  /** Releases a legal hold. */
  @DELETE
  @Needs(Right.ADMINISTRATION)
  @Path("{id}")
  @Operation(
      summary = "Release a legal hold",
      description =
          "The next purge applies the rules to these syncs again. The record of the hold"
              + " is kept.")
  @APIResponse(responseCode = "204", description = "Released")
  @APIResponse(responseCode = "404", description = "Legal hold not found or already released")
  @Transactional
  public void release(
      @PathParam("id") @Parameter(description = "Id of the legal hold") UUID id,
      @Context SecurityContext security) {
    if (!retaining.release(id, security.getUserPrincipal().getName())) {
      throw Problem.notFound("active legal hold " + id);
    }
    holds.find(id).ifPresent(released -> authorization.changed(null, released));
  }

  /** The request for a legal hold. */
  @Schema(name = "LegalHoldRequest")
  public record HoldRequest(
      @Schema(description = "Filter of the held syncs, without `pointer` and `value`")
          SyncFilter filter,
      @Schema(description = "Reason", example = "Case 4711") @Size(min = 1, max = 1_000)
          String reason)
      implements RequestRules {

    @Override
    public void check(BiConsumer<String, String> faults) {
      if (filter.holding() != null) {
        faults.accept("/filter/pointer", "Unknown; a hold does not depend on payloads");
      }
    }
  }
}
