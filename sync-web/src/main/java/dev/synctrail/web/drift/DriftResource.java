package dev.synctrail.web.drift;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.drift.DriftPolicy;
import dev.synctrail.drift.Observation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.tracking.SyncId;
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
import java.time.Clock;
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

/** Lists the deployed state of the types on a platform. */
@Path("/platforms/{id}/drift")
@Tag(name = ChecksResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class DriftResource {
  private final Platforms platforms;
  private final DeployedStates deployedStates;
  private final DriftPolicy policy;
  private final Clock clock;

  @Inject
  public DriftResource(
      Platforms platforms, DeployedStates deployedStates, DriftPolicy policy, Clock clock) {
    this.platforms = platforms;
    this.deployedStates = deployedStates;
    this.policy = policy;
    this.clock = clock;
  }

  /** Lists the types on a platform. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List types on a platform with their drift state",
      description = "Types that were pushed or found by a check, by key, as of the last check.")
  @APIResponse(
      responseCode = "200",
      description = "A page of the list",
      content = @Content(schema = @Schema(implementation = PlacementList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  @APIResponse(responseCode = "404", description = "Platform not found")
  public Response placements(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      @QueryParam("state") @Parameter(description = "State; repeat the parameter for several")
          List<DeployedState.State> states,
      @QueryParam("limit") @Parameter(description = "Page size, 1 to 200; default 50")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "`nextCursor` or `prevCursor` of another page")
          @Nullable String cursor,
      @QueryParam("count") @Parameter(description = "Adds `total`, the number of all entries")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    if (platforms.find(id).isEmpty()) {
      throw Problem.notFound("platform \"" + id + "\"");
    }
    Paging paging = Paging.requested(uri, limit, cursor);
    Paging.Page<DeployedState> page =
        paging.page(
            deployedStates.list(
                id, states, paging.key(TypeKey::new), paging.backwards(), paging.limit() + 1),
            deployedState -> deployedState.typeKey().value());
    Instant now = clock.instant();
    return page.linked(
        Response.ok(
            new PlacementList(
                page.data().stream()
                    .map(deployedState -> PlacementAnswer.of(deployedState, policy, now))
                    .toList(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(
                    count,
                    () ->
                        Paging.counted(
                            (key, size) -> deployedStates.list(id, states, key, false, size),
                            DeployedState::typeKey)))));
  }

  /** One type on one platform. */
  @Schema(name = "Placement")
  public record PlacementAnswer(
      @Schema(description = "Content type", required = true, example = "ArticlePage")
          String typeKey,
      @Schema(
              description =
                  "Drift state. ALTERED: the platform stored something different from what was"
                      + " pushed. ACCEPTED: a user accepted a change made by others",
              required = true)
          DeployedState.State state,
      @Schema(description = "Last push; absent if never pushed") @Nullable UUID pushedBy,
      @Schema(
              description =
                  "JSON Pointers (RFC 6901) of the differences from the last push; empty when in"
                      + " sync",
              required = true,
              example = "[\"/displayName\"]")
          List<String> fields,
      @Schema(
              description =
                  "SHA-256 of the state at the last check; absent if the type was missing")
          @Nullable String liveChecksum,
      @Schema(description = "ETag of the platform, if any") @Nullable String etag,
      @Schema(description = "Last check; absent if never checked") @Nullable Instant checkedAt,
      @Schema(
              description = "Whether the last check is older than `sync.drift.good-for`",
              required = true)
          boolean stale,
      @Schema(description = "Whether a check is queued", required = true) boolean checking,
      @Schema(
              description =
                  "Base of the comparison: the response to the push (`CONFIRMED_ANSWER` once a"
                      + " read-back has shown the same), the first read-back if the response had no"
                      + " body or was lost, or the state that a user accepted. Absent while unknown")
          DeployedState.@Nullable LeftBy base) {

    static PlacementAnswer of(DeployedState deployedState, DriftPolicy policy, Instant now) {
      Observation live = deployedState.live();
      SyncId pushed = deployedState.pushed();
      Instant checked = deployedState.checkedAt();
      return new PlacementAnswer(
          deployedState.typeKey().value(),
          deployedState.state(),
          pushed == null ? null : pushed.value(),
          deployedState.fields(),
          live == null ? null : live.content().checksum().hex(),
          live == null ? null : live.etag(),
          checked,
          checked == null || checked.plus(policy.goodFor()).isBefore(now),
          deployedState.check() != null,
          deployedState.leftBy());
    }
  }

  /** One page of types. */
  @Schema(name = "PlacementList")
  public record PlacementList(
      @Schema(description = "Ordered by key", required = true) List<PlacementAnswer> data,
      @Schema(description = "Cursor of the next page") @Nullable String nextCursor,
      @Schema(description = "Cursor of the previous page") @Nullable String prevCursor,
      @Schema(description = "Whether a next page exists", required = true) boolean hasMore,
      @Schema(description = "Number of all entries; only with `count=true`")
          @Nullable Long total) {}
}
