package dev.synctrail.web.drift;

import dev.synctrail.access.Right;
import dev.synctrail.drift.PlatformCheck;
import dev.synctrail.drift.PlatformChecks;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Checks of whole platforms, and how far they are. */
@Path("/checks")
@Tag(name = ChecksResource.TAG, description = "Whether what was pushed is still there")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class ChecksResource {
  static final String TAG = "Drift";

  private final PlatformChecks platformChecks;

  @Inject
  public ChecksResource(PlatformChecks platformChecks) {
    this.platformChecks = platformChecks;
  }

  /** Lists the checks. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List the checks", description = "The newest first.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = CheckList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  public Response list(
      @QueryParam("platform") @Parameter(description = "Only of this platform")
          @Nullable PlatformId platform,
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    Paging paging = Paging.asked(uri, limit, cursor);
    Paging.Page<PlatformCheck> page =
        paging.page(
            platformChecks.list(
                platform, paging.key(UUID::fromString), paging.backwards(), paging.limit() + 1),
            platformCheck -> platformCheck.id().toString());
    return page.linked(
        Response.ok(
            new CheckList(
                page.data().stream().map(CheckAnswer::of).toList(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(
                    count,
                    () ->
                        Paging.counted(
                            (beside, most) -> platformChecks.list(platform, beside, false, most),
                            PlatformCheck::id)))));
  }

  /** Shows a check. */
  @GET
  @Needs(Right.METADATA)
  @Path("{checkId}")
  @Operation(summary = "Show a check", description = "How far it has come.")
  @APIResponse(
      responseCode = "200",
      description = "The check",
      content = @Content(schema = @Schema(implementation = CheckAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such check")
  public CheckAnswer show(
      @PathParam("checkId") @Parameter(description = "The check's id") UUID checkId) {
    return platformChecks
        .find(checkId)
        .map(CheckAnswer::of)
        .orElseThrow(() -> Problem.notFound("check " + checkId));
  }

  /** A check. */
  @Schema(name = "Check")
  public record CheckAnswer(
      @Schema(description = "Its id", required = true) UUID id,
      @Schema(description = "The platform", required = true, example = "sandbox") String platform,
      @Schema(description = "Where it stands", required = true) PlatformCheck.Status status,
      @Schema(description = "How far it is, 0 to 100", required = true, example = "100")
          int progress,
      @Schema(description = "How many types are looked at; absent until the platform told its own")
          @Nullable Integer total,
      @Schema(description = "How many of them were", required = true) int looked,
      @Schema(description = "Who asked for it", required = true, example = "admin") String actor,
      @Schema(description = "Why", example = "after the release") @Nullable String reason,
      @Schema(description = "Why the platform could not be asked") @Nullable String errorMessage,
      @Schema(description = "When it was asked for", required = true) Instant createdAt,
      @Schema(description = "When it was over") @Nullable Instant completedAt) {

    static CheckAnswer of(PlatformCheck platformCheck) {
      return new CheckAnswer(
          platformCheck.id(),
          platformCheck.platform().value(),
          platformCheck.status(),
          platformCheck.progress(),
          platformCheck.total(),
          platformCheck.looked(),
          platformCheck.actor(),
          platformCheck.reason(),
          platformCheck.errorMessage(),
          platformCheck.createdAt(),
          platformCheck.completedAt());
    }
  }

  /** One page of checks. */
  @Schema(name = "CheckList")
  public record CheckList(
      @Schema(description = "The newest first", required = true) List<CheckAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
