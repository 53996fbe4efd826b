package dev.synctrail.web.access;

import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.web.rest.SharedResource;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

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
  public RoleList roles() {
    return new RoleList(
        Stream.of(Role.values())
            .map(role -> new RoleAnswer(role, List.copyOf(role.rights())))
            .toList(),
        false);
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
      @Schema(description = "Always false: all are given", required = true) boolean hasMore) {}
}
