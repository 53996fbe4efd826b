package dev.synctrail.web.drift;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.drift.DriftPolicy;
import dev.synctrail.drift.Observation;
import dev.synctrail.history.Page;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.tracking.SyncId;
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
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
  public Page<DeployedStateAnswer> states(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      @QueryParam("state") @Parameter(description = "State; repeat the parameter for several")
          List<DeployedState.State> states,
      @BeanParam PageParameters page) {
    if (platforms.find(id).isEmpty()) {
      throw Problem.notFound("platform \"" + id + "\"");
    }
    Instant now = clock.instant();
    return page.read(
            TypeKey::new,
            (key, backwards, size) -> deployedStates.list(id, states, key, backwards, size),
            DeployedState::typeKey)
        .map(deployedState -> DeployedStateAnswer.of(deployedState, policy, now));
  }

  /** One type on one platform. */
  @Schema(name = "DeployedState")
  public record DeployedStateAnswer(
      @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
      @Schema(
              description =
                  "Drift state. ALTERED: the platform stored something different from what was"
                      + " pushed. ACCEPTED: a user accepted a change made by others")
          DeployedState.State state,
      @Schema(description = "Last push; absent if never pushed") @Nullable SyncId pushedBy,
      @Schema(
              description =
                  "JSON Pointers (RFC 6901) of the differences from the last push; empty when in"
                      + " sync",
              example = "[\"/displayName\"]")
          List<String> fields,
      @Schema(
              description =
                  "SHA-256 of the state at the last check; absent if the type was missing")
          @Nullable String liveChecksum,
      @Schema(description = "ETag of the platform, if any") @Nullable String etag,
      @Schema(description = "Last check; absent if never checked") @Nullable Instant checkedAt,
      @Schema(description = "Whether the last check is older than `sync.drift.good-for`")
          boolean stale,
      @Schema(description = "Whether a check is queued") boolean checking,
      @Schema(
              description =
                  "Base of the comparison: the response to the push (`CONFIRMED_ANSWER` once a"
                      + " read-back has shown the same), the first read-back if the response had no"
                      + " body or was lost, or the state that a user accepted. Absent while unknown")
          DeployedState.@Nullable LeftBy base) {

    static DeployedStateAnswer of(DeployedState deployedState, DriftPolicy policy, Instant now) {
      Observation live = deployedState.live();
      Instant checked = deployedState.checkedAt();
      return new DeployedStateAnswer(
          deployedState.typeKey(),
          deployedState.state(),
          deployedState.pushed(),
          deployedState.fields(),
          live == null ? null : live.content().checksum().hex(),
          live == null ? null : live.etag(),
          checked,
          checked == null || checked.plus(policy.goodFor()).isBefore(now),
          deployedState.check() != null,
          deployedState.leftBy());
    }
  }
}
