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

/** Lists and shows checks of whole platforms, with their progress. */
@Path("/checks")
@Tag(name = ChecksResource.TAG, description = "Differences between pushed types and the platform")
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
  @Operation(summary = "List platform checks", description = "Newest first.")
  @APIResponse(
      responseCode = "200",
      description = "A page of the list",
      content = @Content(schema = @Schema(implementation = CheckList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  public Response list(
      @QueryParam("platform") @Parameter(description = "Platform") @Nullable PlatformId platform,
      @QueryParam("limit") @Parameter(description = "Page size, 1 to 200; default 50")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "`nextCursor` or `prevCursor` of another page")
          @Nullable String cursor,
      @QueryParam("count") @Parameter(description = "Adds `total`, the number of all entries")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    Paging paging = Paging.requested(uri, limit, cursor);
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
                            (key, size) -> platformChecks.list(platform, key, false, size),
                            PlatformCheck::id)))));
  }

  /** Shows a check. */
  @GET
  @Needs(Right.METADATA)
  @Path("{checkId}")
  @Operation(summary = "Show a platform check", description = "Progress and result.")
  @APIResponse(
      responseCode = "200",
      description = "Platform check",
      content = @Content(schema = @Schema(implementation = CheckAnswer.class)))
  @APIResponse(responseCode = "404", description = "Check not found")
  public CheckAnswer show(
      @PathParam("checkId") @Parameter(description = "Id of the check") UUID checkId) {
    return platformChecks
        .find(checkId)
        .map(CheckAnswer::of)
        .orElseThrow(() -> Problem.notFound("check " + checkId));
  }

  /** A check. */
  @Schema(name = "Check")
  public record CheckAnswer(
      @Schema(description = "Id", required = true) UUID id,
      @Schema(description = "Platform", required = true, example = "sandbox") String platform,
      @Schema(description = "State", required = true) PlatformCheck.Status status,
      @Schema(description = "Progress, 0 to 100", required = true, example = "100") int progress,
      @Schema(description = "Types to check; absent until the platform has been listed")
          @Nullable Integer total,
      @Schema(description = "Types checked so far", required = true) int looked,
      @Schema(description = "Requested by", required = true, example = "admin") String actor,
      @Schema(description = "Reason", example = "after the release") @Nullable String reason,
      @Schema(description = "Error message, if the platform could not be read")
          @Nullable String errorMessage,
      @Schema(
              description = "Listed items that cannot be checked; not part of `total`",
              required = true)
          List<SkippedItem> skipped,
      @Schema(description = "Request time", required = true) Instant createdAt,
      @Schema(description = "End time") @Nullable Instant completedAt) {

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
          platformCheck.skipped().stream()
              .map(item -> new SkippedItem(item.name(), item.reason()))
              .toList(),
          platformCheck.createdAt(),
          platformCheck.completedAt());
    }
  }

  /** A listed item that cannot be checked. */
  @Schema(name = "SkippedItem")
  public record SkippedItem(
      @Schema(
              description = "Its key as the platform writes it, or its place where it has none",
              required = true,
              example = "items[3]")
          String name,
      @Schema(description = "Why", required = true, example = "It has no key") String reason) {}

  /** One page of checks. */
  @Schema(name = "CheckList")
  public record CheckList(
      @Schema(description = "Newest first", required = true) List<CheckAnswer> data,
      @Schema(description = "Cursor of the next page") @Nullable String nextCursor,
      @Schema(description = "Cursor of the previous page") @Nullable String prevCursor,
      @Schema(description = "Whether a next page exists", required = true) boolean hasMore,
      @Schema(description = "Number of all entries; only with `count=true`")
          @Nullable Long total) {}
}
