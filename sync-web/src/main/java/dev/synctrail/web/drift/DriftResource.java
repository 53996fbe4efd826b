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

/** What stands on a platform. */
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

  /** Lists what stands on a platform. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List how types stand on a platform",
      description =
          "Every type that we pushed, and every other that a check found there, by its key, as it was"
              + " seen last.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = PlacementList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  @APIResponse(responseCode = "404", description = "There is no such platform")
  public Response placements(
      @PathParam("id") @Parameter(description = "The platform's id") PlatformId id,
      @QueryParam("state") @Parameter(description = "Only these; repeat it for several")
          List<DeployedState.State> states,
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    if (platforms.find(id).isEmpty()) {
      throw Problem.notFound("platform \"" + id + "\"");
    }
    Paging paging = Paging.asked(uri, limit, cursor);
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
                            (beside, most) -> deployedStates.list(id, states, beside, false, most),
                            DeployedState::typeKey)))));
  }

  /** One type on one platform. */
  @Schema(name = "Placement")
  public record PlacementAnswer(
      @Schema(description = "The type", required = true, example = "ArticlePage") String typeKey,
      @Schema(
              description =
                  "How it stands there. ALTERED: the platform made something else of what was pushed."
                      + " ACCEPTED: somebody changed it and a person took it as it is",
              required = true)
          DeployedState.State state,
      @Schema(description = "The push that put it there last; absent when we never did")
          @Nullable UUID pushedBy,
      @Schema(
              description =
                  "By JSON Pointer (RFC 6901): where others have changed what we left there, or where"
                      + " that is not what was pushed; empty when it is in sync",
              required = true,
              example = "[\"/displayName\"]")
          List<String> fields,
      @Schema(description = "SHA-256 of what was there, as it was seen last; absent for nothing")
          @Nullable String liveChecksum,
      @Schema(description = "Its entity tag, when it had one") @Nullable String etag,
      @Schema(description = "When it was looked at last; absent for never")
          @Nullable Instant checkedAt,
      @Schema(
              description = "Whether that is longer ago than such a look is good for",
              required = true)
          boolean stale,
      @Schema(description = "Whether a look is to come", required = true) boolean checking,
      @Schema(
              description =
                  "How it is known what we left there, from which others' changes are told: by the"
                      + " answer to the push (`CONFIRMED_ANSWER` once a read-back has shown the"
                      + " same), by the first read-back because the answer had no body or was lost,"
                      + " or because a person took theirs. Absent while it is not known")
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

  /** One page of placements. */
  @Schema(name = "PlacementList")
  public record PlacementList(
      @Schema(description = "In the order of their keys", required = true)
          List<PlacementAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
