package dev.synctrail.web.drift;

import dev.synctrail.access.Right;
import dev.synctrail.drift.PlatformCheck;
import dev.synctrail.drift.PlatformChecks;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.history.Page;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.web.access.Needs;
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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
  public Page<CheckAnswer> list(
      @QueryParam("platform") @Parameter(description = "Platform") @Nullable PlatformId platform,
      @BeanParam PageParameters page) {
    return page.read(
            UUID::fromString,
            (key, backwards, size) -> platformChecks.list(platform, key, backwards, size),
            PlatformCheck::id)
        .map(CheckAnswer::of);
  }

  /** Shows a check. */
  @GET
  @Needs(Right.METADATA)
  @Path("{checkId}")
  @Operation(summary = "Show a platform check", description = "Progress and result.")
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
      @Schema(description = "Id") UUID id,
      @Schema(description = "Platform", example = "sandbox") PlatformId platform,
      @Schema(description = "State") PlatformCheck.Status status,
      @Schema(description = "Progress, 0 to 100", example = "100") int progress,
      @Schema(description = "Types to check; absent until the platform has been listed")
          @Nullable Integer total,
      @Schema(description = "Types checked so far") int looked,
      @Schema(description = "Requested by", example = "admin") String actor,
      @Schema(description = "Reason", example = "after the release") @Nullable String reason,
      @Schema(description = "Error message, if the platform could not be read")
          @Nullable String errorMessage,
      @Schema(description = "Listed items that cannot be checked; not part of `total`")
          List<TypeListing.Skipped> skipped,
      @Schema(description = "Request time") Instant createdAt,
      @Schema(description = "End time") @Nullable Instant completedAt) {

    static CheckAnswer of(PlatformCheck platformCheck) {
      return new CheckAnswer(
          platformCheck.id(),
          platformCheck.platform(),
          platformCheck.status(),
          platformCheck.progress(),
          platformCheck.total(),
          platformCheck.looked(),
          platformCheck.actor(),
          platformCheck.reason(),
          platformCheck.errorMessage(),
          platformCheck.skipped(),
          platformCheck.createdAt(),
          platformCheck.completedAt());
    }
  }
}
