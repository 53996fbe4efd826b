package dev.synctrail.web.version;

import static java.util.Objects.requireNonNullElse;

import dev.synctrail.access.Right;
import dev.synctrail.board.BoardRow;
import dev.synctrail.board.Tiles;
import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.contenttype.Violation;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.history.Page;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.version.Committing;
import dev.synctrail.version.Committing.Commit;
import dev.synctrail.version.Committing.Committed;
import dev.synctrail.version.Committing.Expected;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.HeadMoved;
import dev.synctrail.version.UnknownParents;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionSource;
import dev.synctrail.version.VersionTree;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.ConditionParameters;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Preconditions;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
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
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Stores content types and shows their latest versions and version trees. */
@Path("/types")
@Tag(name = "Content types", description = "Content types and their versions")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class TypesResource {
  private static final TypeKey VALIDATE = new TypeKey("validate");

  private final Committing committing;
  private final Versions versions;
  private final VersionAnswers versionAnswers;
  private final Gateways gateways;
  private final Tiles tiles;

  @Inject
  public TypesResource(
      Committing committing,
      Versions versions,
      VersionAnswers versionAnswers,
      Gateways gateways,
      Tiles tiles) {
    this.committing = committing;
    this.tiles = tiles;
    this.gateways = gateways;
    this.versions = versions;
    this.versionAnswers = versionAnswers;
  }

  /** Lists the content types. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List content types",
      description = "Ordered by key, each with its latest version and its last sync per platform.")
  public Page<TypeAnswer> list(@BeanParam PageParameters page) {
    return page.read(
            TypeKey::new,
            (key, backwards, size) -> versions.heads(key, backwards, size),
            ContentTypeVersion::typeKey,
            versions::countTypes)
        .mapAll(versionAnswers::types);
  }

  /** Checks content without storing it. */
  @POST
  @Needs(Right.METADATA)
  @Path("validate")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Validate a content type",
      description =
          "Runs the validation of `PUT` without storing anything. The key is that of the"
              + " content.")
  @APIResponseSchema(ValidAnswer.class)
  @APIResponse(
      responseCode = "422",
      description = "`INVALID_CONTENT_TYPE`, with all violations and their pointers")
  public ValidAnswer validate(VersionRequest request) {
    ContentType type = ContentType.read(VALIDATE, request.content());
    TypeKey own =
        gateways
            .modelOf(type.object())
            .key(type.object())
            .filter(TypeKey::isLegal)
            .map(TypeKey::new)
            .orElse(VALIDATE);
    rejectViolations(new ContentType(own, type.content(), type.object(), type.hash()));
    return new ValidAnswer(true, type.hash());
  }

  /** Shows the type whose key is the word {@code validate}. */
  @GET
  @Needs(Right.PAYLOAD)
  @Path("validate")
  @Operation(hidden = true)
  public Response showTypeNamedValidate() {
    return show(VALIDATE);
  }

  /** Stores the type whose key is the word {@code validate}. */
  @PUT
  @Needs(Right.ACTION)
  @Path("validate")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Response putTypeNamedValidate(
      @BeanParam ConditionParameters conditions,
      VersionRequest request,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    return put(VALIDATE, conditions, request, security, uri);
  }

  /** Shows a content type. */
  @GET
  @Needs(Right.PAYLOAD)
  @Path("{typeKey}")
  @Operation(
      summary = "Show a content type",
      description =
          "Latest version with its content, and the last sync per platform. The version"
              + " id is the ETag.")
  @APIResponseSchema(value = TypeAnswer.class, responseDescription = "Content type")
  public Response show(@PathParam("typeKey") @Parameter(description = "Type key") TypeKey typeKey) {
    ContentTypeVersion head = versionAnswers.head(typeKey);
    return Response.ok(versionAnswers.type(head)).header("ETag", tag(head.id())).build();
  }

  /** Shows what is live of a content type. */
  @GET
  @Needs(Right.METADATA)
  @Path("{typeKey}/live")
  @Operation(
      summary = "Show what is live of a content type",
      description =
          "For each platform in use: state, the version that is live there, since when, and how it"
              + " came there. `GET /board` returns the same for all types.")
  @APIResponseSchema(BoardRow.class)
  public BoardRow live(
      @PathParam("typeKey") @Parameter(description = "Type key") TypeKey typeKey,
      @QueryParam("platform") @Parameter(description = "Platform") @Nullable PlatformId platform) {
    ContentTypeVersion head = versionAnswers.head(typeKey);
    return new BoardRow(
        typeKey,
        head.id(),
        head.createdAt(),
        tiles.row(typeKey).stream()
            .flatMap(row -> row.tiles().stream())
            .filter(tile -> platform == null || tile.platform().equals(platform))
            .toList());
  }

  /** Stores the content of a type as a new version. */
  @PUT
  @Needs(Right.ACTION)
  @Path("{typeKey}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Store a content type",
      description =
          "Creates a version based on the latest one, or on `parents`. The new version"
              + " becomes the latest. Content that is equivalent to the latest version creates"
              + " none.")
  @APIResponseSchema(
      value = VersionAnswer.class,
      responseCode = "201",
      responseDescription = "New version, at `Location`")
  @APIResponse(
      responseCode = "200",
      description = "Unchanged: `created` is false and the version is the latest one",
      content = @Content(schema = @Schema(implementation = VersionAnswer.class)))
  @APIResponse(
      responseCode = "422",
      description =
          "`INVALID_CONTENT_TYPE` with all violations and their pointers, or"
              + " `UNKNOWN_PARENTS`")
  public Response put(
      @PathParam("typeKey") @Parameter(description = "Type key") TypeKey typeKey,
      @BeanParam ConditionParameters conditions,
      VersionRequest request,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    String author = request.author();
    ContentType type = ContentType.read(typeKey, request.content());
    rejectViolations(type);
    Committed committed =
        commit(
            new Commit(
                type,
                requireNonNullElse(request.source(), VersionSource.UI),
                author == null || author.isBlank() ? actor(security) : author,
                request.message(),
                request.parents(),
                expected(typeKey, conditions.read())));
    ContentTypeVersion version = committed.version();
    Response.ResponseBuilder response =
        committed.created()
            ? Response.created(
                uri.getBaseUriBuilder()
                    .path("types/{typeKey}/versions/{versionId}")
                    .build(typeKey, version.id()))
            : Response.ok();
    return response
        .header("ETag", tag(version.id()))
        .entity(VersionAnswer.put(version, committed.created()))
        .build();
  }

  /** Shows the version tree of a type. */
  @GET
  @Needs(Right.METADATA)
  @Path("{typeKey}/tree")
  @Operation(
      summary = "Show the version tree of a content type",
      description = "All versions with their last sync per platform, and their parents.")
  @APIResponseSchema(TreeAnswer.class)
  @APIResponse(responseCode = "422", description = "`UNKNOWN_VERSION` in `ancestor`")
  public TreeAnswer tree(
      @PathParam("typeKey") @Parameter(description = "Type key") TypeKey typeKey,
      @QueryParam("ancestor")
          @Parameter(
              description = "Two version ids, separated by a comma, to find their common ancestor")
          @Nullable String ancestor) {
    List<VersionId> two = ancestor == null ? List.of() : two(ancestor);
    VersionTree tree = versions.tree(typeKey);
    if (tree.nodes().isEmpty()) {
      throw VersionAnswers.unknown(typeKey);
    }
    List<Fault> unknown =
        two.stream()
            .filter(id -> !tree.has(id))
            .map(id -> Fault.parameter("ancestor", "The type has no version " + id))
            .toList();
    if (!unknown.isEmpty()) {
      throw Problem.unprocessable("UNKNOWN_VERSION", "Not a version of this type", unknown);
    }
    Optional<ContentTypeVersion> common =
        two.isEmpty() ? Optional.empty() : tree.commonAncestor(two.get(0), two.get(1));
    return versionAnswers.tree(tree, common.orElse(null));
  }

  private static List<VersionId> two(String ancestor) {
    List<String> ids = Arrays.asList(ancestor.split(",", -1));
    if (ids.size() != 2 || !ids.stream().allMatch(VersionId::isLegal)) {
      throw Problem.malformedParameter("ancestor", "Must be two version ids separated by a comma");
    }
    return ids.stream().map(VersionId::new).toList();
  }

  private Committed commit(Commit commit) {
    try {
      return committing.commit(commit);
    } catch (HeadMoved e) {
      throw Problem.preconditionFailed(String.valueOf(e.getMessage()));
    } catch (UnknownParents e) {
      List<Fault> faults = new ArrayList<>();
      for (int i = 0; i < commit.parents().size(); i++) {
        if (e.unknown().contains(commit.parents().get(i))) {
          faults.add(Fault.at("/parents/" + i, "Not a version of this type"));
        }
      }
      throw Problem.unprocessable(
          "UNKNOWN_PARENTS", "Parents must be versions of the same type", faults);
    }
  }

  /**
   * Returns the head for which the conditions hold. Storing checks again that it is still the head.
   */
  private Expected expected(TypeKey typeKey, Preconditions conditions) {
    Optional<VersionId> head = versions.head(typeKey).map(ContentTypeVersion::id);
    conditions.require(head.map(TypesResource::tag).orElse(null), "type \"" + typeKey + "\"");
    if (conditions.requiresAbsence()) {
      return Expected.NO_VERSION;
    }
    return conditions.matchesAnyVersion()
        ? Expected.ANYTHING
        : head.map(Expected::headIs).orElse(Expected.ANYTHING);
  }

  private void rejectViolations(ContentType type) {
    List<Violation> violations = gateways.modelOf(type.object()).check(type);
    if (!violations.isEmpty()) {
      throw Problem.unprocessable(
          "INVALID_CONTENT_TYPE",
          "The content violates %d rules of the platform".formatted(violations.size()),
          violations.stream()
              .map(violation -> Fault.at("/content" + violation.pointer(), violation.detail()))
              .toList());
    }
  }

  private static String actor(SecurityContext security) {
    return security.getUserPrincipal().getName();
  }

  private static String tag(VersionId id) {
    return "\"" + id + "\"";
  }
}
