package dev.synctrail.web.accessadmin;

import dev.synctrail.access.Authenticate;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.access.SignInResult;
import dev.synctrail.web.access.Authentication;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.ClientAddress;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.access.OwnPassword;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows callers their own identity and changes their password. */
@Path("/me")
@Tag(name = "Access", description = "Users, roles, rights and the access log")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class MeResource {
  private final Authorization authorization;
  private final Authenticate authenticate;
  private final OwnPassword ownPassword;
  private final HttpServletRequest request;

  @Inject
  public MeResource(
      Authorization authorization,
      Authenticate authenticate,
      OwnPassword ownPassword,
      HttpServletRequest request) {
    this.authorization = authorization;
    this.authenticate = authenticate;
    this.ownPassword = ownPassword;
    this.request = request;
  }

  /** Shows the caller. */
  @GET
  @Needs(Right.SELF)
  @Operation(
      summary = "Show the authenticated caller",
      description = "Name, role and rights of the caller.")
  public MeAnswer show() {
    Caller caller = authorization.caller();
    return new MeAnswer(
        caller.name(),
        caller.by(),
        caller.roles().stream().sorted().toList(),
        Stream.of(Right.values()).filter(caller::may).toList(),
        caller.mustChange());
  }

  /** Changes the caller's password. */
  @PUT
  @Path("password")
  @Needs(Right.SELF)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Change the caller's password",
      description = "For users. Ends every session of the user.")
  @APIResponse(responseCode = "204", description = "Changed")
  @APIResponse(responseCode = "409", description = "`NO_PASSWORD`: the caller has no password here")
  @APIResponse(
      responseCode = "422",
      description =
          "`WRONG_PASSWORD`: the current password is wrong; `WEAK_PASSWORD`: the new one"
              + " is too weak")
  @APIResponse(
      responseCode = "429",
      description = "`SIGN_IN_LOCKED`: too many wrong passwords; retry after `Retry-After`")
  public void password(PasswordRequest passwords) {
    Caller caller = authorization.caller();
    if (caller.by() != Caller.Proof.PASSWORD) {
      throw Problem.conflict("NO_PASSWORD", "This caller does not sign in with a password");
    }
    choose(caller.name(), passwords);
  }

  private void choose(String name, PasswordRequest passwords) {
    SignInResult signInResult =
        authenticate.password(name, passwords.current(), ClientAddress.limitKey(request));
    if (signInResult.isLocked()) {
      throw Authentication.locked(signInResult);
    }
    if (signInResult.caller() == null) {
      throw wrong("WRONG_PASSWORD", "/current", "The current password is incorrect");
    }
    if (passwords.chosen().equals(passwords.current())) {
      throw wrong("WEAK_PASSWORD", "/new", "The new password must differ from the current one");
    }
    try {
      ownPassword.change(passwords.chosen());
    } catch (IllegalArgumentException e) {
      throw wrong("WEAK_PASSWORD", "/new", String.valueOf(e.getMessage()));
    }
  }

  private static Problem wrong(String code, String pointer, String detail) {
    return Problem.unprocessable(
        code, "The password was not changed", List.of(Problem.Fault.at(pointer, detail)));
  }

  /** The current and the new password. */
  @Schema(name = "PasswordRequest")
  public record PasswordRequest(
      @Schema(description = "Current password", example = "…") @Size(min = 1, max = 1_000)
          String current,
      @Schema(
              name = "new",
              description = "New password: 12 to 1 000 characters, without the name",
              example = "…")
          @Size(min = 1, max = 10_000)
          String chosen) {

    @Override
    public String toString() {
      return "«redacted»";
    }
  }

  /** The authenticated caller. */
  @Schema(name = "Me")
  public record MeAnswer(
      @Schema(description = "Name that is recorded as actor", example = "ann") String name,
      @Schema(description = "How the caller authenticated") Caller.Proof proof,
      @Schema(description = "Role of the caller") List<Role> roles,
      @Schema(description = "Rights of the caller") List<Right> rights,
      @Schema(description = "Whether the caller must change the password before anything else")
          boolean mustChangePassword) {}
}
