package dev.synctrail.web.access;

import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
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

/** What anybody can be. */
@Path("/roles")
@Tag(name = "Access", description = "Who may do what, and who has done it")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class RolesResource {

  /** Lists the roles. */
  @GET
  @Needs(Right.SELF)
  @Operation(
      summary = "List the roles",
      description = "Each with its rights; they are not configurable.")
  @APIResponse(
      responseCode = "200",
      description = "The roles",
      content = @Content(schema = @Schema(implementation = RoleList.class)))
  public Response roles(
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    var all = List.of(Role.values());
    var page =
        Paging.asked(uri, limit, cursor)
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

  /** A role. */
  @Schema(name = "Role")
  public record RoleAnswer(
      @Schema(description = "Its name", required = true) Role role,
      @Schema(description = "What it may do", required = true) List<Right> rights) {}

  /** Every role. */
  @Schema(name = "RoleList")
  public record RoleList(
      @Schema(description = "From the least to the most", required = true) List<RoleAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
