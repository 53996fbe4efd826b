package dev.synctrail.web.accessadmin;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.ManageUsers;
import dev.synctrail.access.ManageUsers.NewPassword;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.history.Page;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
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
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The users who sign in with a local password. */
@Path("/users")
@Tag(name = "Access", description = "Users, roles, rights and the access log")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class UsersResource {
  private static final String NAME = "{name: [A-Za-z0-9._@+-]+}";
  private static final String LEGAL = Administering.LEGAL_NAME;

  private final ManageUsers manageUsers;
  private final Administering administering;

  @Inject
  public UsersResource(ManageUsers manageUsers, Administering administering) {
    this.manageUsers = manageUsers;
    this.administering = administering;
  }

  /** Lists the users. */
  @GET
  @Needs(Right.ADMINISTRATION)
  @Operation(summary = "List users", description = "Ordered by name, including locked users.")
  public Page<UserAnswer> list(@BeanParam PageParameters page) {
    return page.of(manageUsers.all(), user -> user.name()).map(UserAnswer::of);
  }

  /** Adds a user. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Add a user",
      description =
          "The password is only in this response. The user must change it at the first"
              + " sign-in.")
  @APIResponseSchema(
      value = UserAnswer.class,
      responseCode = "201",
      responseDescription = "User with the first password")
  @APIResponse(responseCode = "409", description = "`NAME_TAKEN`: the name is or was in use")
  public Response enrol(UserRequest request, @Context UriInfo uri) {
    NewPassword added = administering.add(request.name(), request.role());
    return Response.created(uri.getAbsolutePathBuilder().path(request.name()).build())
        .entity(UserAnswer.of(added))
        .build();
  }

  /** Shows a user. */
  @GET
  @Path(NAME)
  @Needs(Right.ADMINISTRATION)
  @Operation(summary = "Show a user", description = "Includes locked users.")
  public UserAnswer show(
      @PathParam("name") @Parameter(description = "Name of the user", example = "ann")
          String name) {
    return UserAnswer.of(administering.required(name));
  }

  /** Changes a user. */
  @PUT
  @Path(NAME)
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Change a user",
      description = "Takes effect with the next request of the user. Users are never deleted.")
  @APIResponseSchema(UserAnswer.class)
  @APIResponse(
      responseCode = "409",
      description = "`LAST_ADMINISTRATOR`: at least one administrator must remain")
  public UserAnswer change(
      @PathParam("name") @Parameter(description = "Name of the user", example = "ann") String name,
      UserChange request) {
    return UserAnswer.of(administering.change(name, request.role(), request.enabled()));
  }

  /** Resets a user's password. */
  @POST
  @Path(NAME + "/password")
  @Needs(Right.ADMINISTRATION)
  @Operation(
      summary = "Reset a user's password",
      description =
          "The user must change the new password at the next sign-in. All sessions of"
              + " the user end, and the old password is no longer valid.")
  public UserAnswer reset(
      @PathParam("name") @Parameter(description = "Name of the user", example = "ann")
          String name) {
    return UserAnswer.of(administering.reset(name));
  }

  /** Invites a user. */
  @POST
  @Path(NAME + "/invitation")
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Invite a user by a link",
      description =
          "The user opens `invitationUrl`, chooses a password and is signed in. The link is only in"
              + " this response; only the SHA-256 of its secret is stored. It can be used once, and"
              + " replaces an earlier one. The password is no longer valid, and all sessions of the"
              + " user end.")
  @APIResponseSchema(UserAnswer.class)
  @APIResponse(
      responseCode = "409",
      description = "`LAST_ADMINISTRATOR`: no administrator could sign in until then")
  @APIResponse(
      responseCode = "422",
      description =
          "`ALREADY_EXPIRED`: the expiry time is in the past; `INVITATION_TOO_LONG`: it is more than"
              + " 30 days away")
  public UserAnswer invite(
      @PathParam("name") @Parameter(description = "Name of the user", example = "ann") String name,
      @RequestBody(required = false) InvitationRequest request,
      @Context UriInfo uri) {
    ManageUsers.Invitation invitation = administering.invite(name, request.expiresAt());
    return UserAnswer.of(
        invitation, uri.getBaseUri().resolve("../../" + link(invitation)).toString());
  }

  /** Returns the address of an invitation, relative to the root of the application. */
  static String link(ManageUsers.Invitation invitation) {
    return "invitation.xhtml?code=" + invitation.secret().reveal();
  }

  /** Ends an invitation. */
  @DELETE
  @Path(NAME + "/invitation")
  @Needs(Right.ADMINISTRATION)
  @Operation(
      summary = "Revoke the invitation of a user",
      description = "The link is no longer valid. Without a password, the user cannot sign in.")
  @APIResponse(responseCode = "204", description = "Revoked")
  @APIResponse(responseCode = "404", description = "User not found or not invited")
  public void withdraw(
      @PathParam("name") @Parameter(description = "Name of the user", example = "ann")
          String name) {
    administering.withdrawInvitation(name);
  }

  /** The request for an invitation. It is optional, and so is its body. */
  @Schema(name = "InvitationRequest")
  public record InvitationRequest(
      @Schema(
              description =
                  "Expiry time of the link, at most 30 days from now; default 7 days from now")
          @Nullable Instant expiresAt) {}

  /** The request to add a user. */
  @Schema(name = "UserRequest")
  public record UserRequest(
      @Schema(description = "Name that is recorded as actor; never reused", example = "ann")
          @Size(min = 1, max = 100)
          @Pattern(regexp = LEGAL, message = "Use only letters, digits and . _ @ + -")
          String name,
      @Schema(description = "Role") Role role) {}

  /** The changes to a user; omitted members stay unchanged. */
  @Schema(name = "UserChange")
  public record UserChange(
      @Schema(description = "Role") @Nullable Role role,
      @Schema(description = "Whether the user can sign in") @Nullable Boolean enabled) {}

  /** A user. */
  @Schema(name = "User")
  public record UserAnswer(
      @Schema(description = "Name", example = "ann") String name,
      @Schema(description = "Role") Role role,
      @Schema(description = "Whether the user can sign in") boolean enabled,
      @Schema(description = "Whether the user must change the password") boolean mustChangePassword,
      @Schema(description = "Password; only in the response that created it", example = "…")
          @Nullable String password,
      @Schema(
              description =
                  "Link by which the user chooses a password; only in the response that created it",
              example = "https://sync.example.com/invitation.xhtml?code=…")
          @Nullable String invitationUrl,
      @Schema(description = "Creation time") Instant createdAt,
      @Schema(description = "Creator", example = "admin") String createdBy,
      @Schema(description = "Last password change") Instant passwordChangedAt,
      @Schema(description = "Last sign-in, accurate to about a minute")
          @Nullable Instant lastUsedAt,
      @Schema(description = "Time at which the user was locked") @Nullable Instant disabledAt,
      @Schema(description = "Expiry time of the invitation; absent without one")
          @Nullable Instant invitedUntil) {

    static UserAnswer of(ConsoleUser user) {
      return of(user, null, null);
    }

    static UserAnswer of(NewPassword generated) {
      return of(generated.user(), generated.password(), null);
    }

    static UserAnswer of(ManageUsers.Invitation invitation, String url) {
      return of(invitation.user(), null, url);
    }

    private static UserAnswer of(
        ConsoleUser user, @Nullable String password, @Nullable String invitationUrl) {
      return new UserAnswer(
          user.name(),
          user.role(),
          user.isEnabled(),
          user.mustChange(),
          password,
          invitationUrl,
          user.createdAt(),
          user.createdBy(),
          user.passwordChangedAt(),
          user.lastUsedAt(),
          user.disabledAt(),
          user.invitedUntil());
    }
  }
}
