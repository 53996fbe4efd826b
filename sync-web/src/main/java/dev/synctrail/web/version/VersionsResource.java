package dev.synctrail.web.version;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Page;
import dev.synctrail.history.Period;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.StructuralDiff;
import dev.synctrail.version.VersionFilter;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionSource;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.history.DiffAnswer;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists, shows and compares the versions of a content type. */
@Path("/types/{typeKey}/versions")
@Tag(name = "Content types")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class VersionsResource {
  private final Versions versions;
  private final VersionAnswers versionAnswers;

  @Inject
  public VersionsResource(Versions versions, VersionAnswers versionAnswers) {
    this.versions = versions;
    this.versionAnswers = versionAnswers;
  }

  /** Lists the versions of a type. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List versions of a content type",
      description = "Newest first, each with its last sync per platform.")
  public Page<VersionAnswer> list(
      @PathParam("typeKey") @Parameter(description = "Type key") TypeKey typeKey,
      @QueryParam("author") @Parameter(description = "Author") @Nullable String author,
      @QueryParam("source") @Parameter(description = "Source") @Nullable VersionSource source,
      @QueryParam("startDate")
          @Parameter(
              description = "Start, inclusive; a date is a day in UTC",
              example = "2026-01-31")
          @Nullable String startDate,
      @QueryParam("endDate")
          @Parameter(
              description = "End, exclusive; of a date, the whole day (UTC) is included",
              example = "2026-02-01T00:00:00.000Z")
          @Nullable String endDate,
      @BeanParam PageParameters page) {
    VersionFilter filter =
        new VersionFilter(
            typeKey,
            author,
            source,
            time("startDate", startDate, Period::start),
            time("endDate", endDate, Period::end));
    versionAnswers.head(typeKey);
    return page.read(
            Instant::parse,
            (key, backwards, size) -> versions.list(filter, key, backwards, size),
            ContentTypeVersion::createdAt,
            () -> versions.count(filter))
        .mapAll(versionAnswers::versions);
  }

  private static @Nullable Instant time(
      String name, @Nullable String text, Function<String, Instant> reader) {
    try {
      return text == null ? null : reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw Problem.malformedParameter(name, String.valueOf(e.getMessage()));
    }
  }

  /** Shows one version. */
  @GET
  @Needs(Right.PAYLOAD)
  @Path("{versionId}")
  @Operation(
      summary = "Show a version",
      description = "With its content and its last sync per platform.")
  @APIResponseSchema(value = VersionAnswer.class, responseDescription = "Version")
  @APIResponse(responseCode = "404", description = "Not a version of this type")
  public Response show(
      @PathParam("typeKey") @Parameter(description = "Type key") TypeKey typeKey,
      @PathParam("versionId") @Parameter(description = "Version") VersionId versionId) {
    return Response.ok(versionAnswers.shown(versionAnswers.version(typeKey, versionId)))
        .header("ETag", "\"" + versionId + "\"")
        .build();
  }

  /** Compares two versions; the response is JSON. */
  @GET
  @Needs(Right.PAYLOAD)
  @Path("{a}/diff/{b}")
  @Operation(
      summary = "Compare two versions",
      description =
          "Changes from the first to the second version, by JSON Pointer. Array elements"
              + " are matched by `key`, `name` or `id`. `text/plain` returns a readable form.")
  @APIResponse(
      responseCode = "200",
      description = "Changes",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = DiffAnswer.class)),
        @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class))
      })
  @APIResponse(responseCode = "404", description = "Not a version of this type")
  public DiffAnswer diff(
      @PathParam("typeKey") @Parameter(description = "Type key") TypeKey typeKey,
      @PathParam("a") @Parameter(description = "First version") VersionId a,
      @PathParam("b") @Parameter(description = "Second version") VersionId b) {
    return DiffAnswer.of(compare(typeKey, a, b));
  }

  /** Compares two versions; the response is plain text. */
  @GET
  @Needs(Right.PAYLOAD)
  @Path("{a}/diff/{b}")
  @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
  @Operation(hidden = true)
  public String diffAsText(
      @PathParam("typeKey") TypeKey typeKey,
      @PathParam("a") VersionId a,
      @PathParam("b") VersionId b) {
    return compare(typeKey, a, b).text();
  }

  private StructuralDiff compare(TypeKey typeKey, VersionId a, VersionId b) {
    return StructuralDiff.between(
        versionAnswers.content(versionAnswers.version(typeKey, a)),
        versionAnswers.content(versionAnswers.version(typeKey, b)));
  }
}
