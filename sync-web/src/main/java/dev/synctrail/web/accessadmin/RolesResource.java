package dev.synctrail.web.accessadmin;

import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.history.Page;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.SharedResource;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

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
  public Page<RoleAnswer> roles(@BeanParam PageParameters page) {
    return page.of(List.of(Role.values()), Role::name)
        .map(role -> new RoleAnswer(role, List.copyOf(role.rights())));
  }

  /** A role with its rights. */
  @Schema(name = "RoleRights")
  public record RoleAnswer(
      @Schema(description = "Name") Role role,
      @Schema(description = "Rights") List<Right> rights) {}
}
