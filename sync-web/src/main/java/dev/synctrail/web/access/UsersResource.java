package dev.synctrail.web.access;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.ManageUsers;
import dev.synctrail.access.ManageUsers.Enrolled;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The people who come in by a password. */
@Path("/users")
@Tag(name = "Access", description = "Who may do what, and who has done it")
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

  /** Lists everybody. */
  @GET
  @Needs(Right.ADMINISTRATION)
  @Operation(summary = "List the people", description = "By name, the disabled ones too.")
  @APIResponse(
      responseCode = "200",
      description = "Everybody",
      content = @Content(schema = @Schema(implementation = UserList.class)))
  public Response list(
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    var all = manageUsers.all();
    var page = Paging.asked(uri, limit, cursor).of(all, user -> user.name()).map(UserAnswer::of);
    return page.linked(
        Response.ok(
            new UserList(
                page.data(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(count, all::size))));
  }

  /** Takes a person in. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Take a person in",
      description =
          "The password is in the answer and nowhere else; it only serves to choose another one.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = UserRequest.class)))
  @APIResponse(
      responseCode = "201",
      description = "The person with a first password",
      content = @Content(schema = @Schema(implementation = UserAnswer.class)))
  @APIResponse(
      responseCode = "409",
      description = "`NAME_TAKEN`: the name is or was a person's or a token's")
  public Response enrol(byte[] body, @Context UriInfo uri) {
    UserRequest wanted = JsonBody.read(body, UserRequest::of);
    Enrolled enrolled = administering.enrol(wanted.name(), wanted.role());
    return Response.created(uri.getAbsolutePathBuilder().path(wanted.name()).build())
        .entity(UserAnswer.of(enrolled))
        .build();
  }

  /** Shows a person. */
  @GET
  @Path(NAME)
  @Needs(Right.ADMINISTRATION)
  @Operation(summary = "Show a person", description = "Whoever was ever taken in.")
  @APIResponse(
      responseCode = "200",
      description = "The person",
      content = @Content(schema = @Schema(implementation = UserAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such person")
  public UserAnswer show(
      @PathParam("name") @Parameter(description = "The person's name", example = "ann")
          String name) {
    return UserAnswer.of(administering.required(name));
  }

  /** Changes a person. */
  @PUT
  @Path(NAME)
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Change a person",
      description = "It counts from the person's next request on. Nobody is ever removed.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = UserChange.class)))
  @APIResponse(
      responseCode = "200",
      description = "The person as it is now",
      content = @Content(schema = @Schema(implementation = UserAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such person")
  @APIResponse(
      responseCode = "409",
      description = "`LAST_ADMINISTRATOR`: nobody would be left who could undo it")
  public UserAnswer change(
      @PathParam("name") @Parameter(description = "The person's name", example = "ann") String name,
      byte[] body) {
    UserChange wanted = JsonBody.read(body, UserChange::of);
    return UserAnswer.of(administering.change(name, wanted.role(), wanted.enabled()));
  }

  /** Gives a person a new password. */
  @POST
  @Path(NAME + "/password")
  @Needs(Right.ADMINISTRATION)
  @Operation(
      summary = "Give a person a new password",
      description =
          "It only serves to choose another one. The person's sessions end; the old password is"
              + " of no use any more.")
  @APIResponse(
      responseCode = "200",
      description = "The person with the password",
      content = @Content(schema = @Schema(implementation = UserAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such person")
  public UserAnswer reset(
      @PathParam("name") @Parameter(description = "The person's name", example = "ann")
          String name) {
    return UserAnswer.of(administering.reset(name));
  }

  /** A person who is wanted. */
  @Schema(name = "UserRequest")
  public record UserRequest(
      @Schema(
              description = "The actor of what the person does; never used twice",
              required = true,
              pattern = LEGAL,
              example = "ann")
          String name,
      @Schema(description = "What the person may do", required = true) Role role) {

    static UserRequest of(JsonBody in) {
      String name = in.text("name", 1, 100);
      if (!name.isEmpty() && !name.matches(LEGAL)) {
        in.fault("name", "Not letters, digits and . _ @ + - only");
      }
      return new UserRequest(name, in.constant("role", Role.class));
    }
  }

  /** What is to change; what is left out stays. */
  @Schema(name = "UserChange")
  public record UserChange(
      @Schema(description = "What the person may do") @Nullable Role role,
      @Schema(description = "Whether the person is let in") @Nullable Boolean enabled) {

    static UserChange of(JsonBody in) {
      return new UserChange(
          in.optionalConstant("role", Role.class),
          in.has("enabled") ? in.flag("enabled", true) : null);
    }
  }

  /** A person. */
  @Schema(name = "User")
  public record UserAnswer(
      @Schema(description = "The name", required = true, example = "ann") String name,
      @Schema(description = "What the person may do", required = true) Role role,
      @Schema(description = "Whether the person is let in", required = true) boolean enabled,
      @Schema(
              description = "Whether the password only serves to choose another one",
              required = true)
          boolean mustChangePassword,
      @Schema(description = "The password; only when it has just been made", example = "…")
          @Nullable String password,
      @Schema(description = "When the person was taken in", required = true) Instant createdAt,
      @Schema(description = "By whom", required = true, example = "admin") String createdBy,
      @Schema(description = "When the password was last changed", required = true)
          Instant passwordChangedAt,
      @Schema(description = "When the person last signed in, to about a minute")
          @Nullable Instant lastUsedAt,
      @Schema(description = "Since when the person is not let in") @Nullable Instant disabledAt) {

    static UserAnswer of(ConsoleUser user) {
      return of(user, null);
    }

    static UserAnswer of(Enrolled enrolled) {
      return of(enrolled.user(), enrolled.password());
    }

    private static UserAnswer of(ConsoleUser user, @Nullable String password) {
      return new UserAnswer(
          user.name(),
          user.role(),
          user.isEnabled(),
          user.mustChange(),
          password,
          user.createdAt(),
          user.createdBy(),
          user.passwordChangedAt(),
          user.lastUsedAt(),
          user.disabledAt());
    }
  }

  /** Everybody. */
  @Schema(name = "UserList")
  public record UserList(
      @Schema(description = "By name", required = true) List<UserAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
