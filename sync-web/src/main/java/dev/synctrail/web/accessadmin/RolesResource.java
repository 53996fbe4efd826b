package dev.synctrail.web.accessadmin;

import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.SharedResource;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The roles and their rights. */
@Path("/roles")
@Tag(name = "Access", description = "Users, roles, rights and the access log")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class RolesResource {

  /** Lists the roles. */
  @GET
  @Needs(Right.SELF)
  @Operation(
      summary = "List the roles",
      description = "Each role with its rights. Roles are not configurable.")
  @APIResponse(
      responseCode = "200",
      description = "Roles",
      content = @Content(schema = @Schema(implementation = RoleList.class)))
  public Response roles(
      @QueryParam("limit") @Parameter(description = "Page size, 1 to 200; default 50")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "`nextCursor` or `prevCursor` of another page")
          @Nullable String cursor,
      @QueryParam("count") @Parameter(description = "Adds `total`, the number of all entries")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    var all = List.of(Role.values());
    var page =
        Paging.requested(uri, limit, cursor)
            .of(all, Role::name)
            .map(role -> new RoleAnswer(role, List.copyOf(role.rights())));
    return page.linked(
        Response.ok(
            new RoleList(
                page.data(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(count, all::size))));
  }

  /** A role with its rights. */
  @Schema(name = "Role")
  public record RoleAnswer(
      @Schema(description = "Name", required = true) Role role,
      @Schema(description = "Rights", required = true) List<Right> rights) {}

  /** A page of all roles. */
  @Schema(name = "RoleList")
  public record RoleList(
      @Schema(description = "Ordered from the fewest rights to the most", required = true)
          List<RoleAnswer> data,
      @Schema(description = "Cursor of the next page") @Nullable String nextCursor,
      @Schema(description = "Cursor of the previous page") @Nullable String prevCursor,
      @Schema(description = "Whether a next page exists", required = true) boolean hasMore,
      @Schema(description = "Number of all entries; only with `count=true`")
          @Nullable Long total) {}
}
