package dev.synctrail.web.drift;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DriftIncident;
import dev.synctrail.drift.DriftIncidents;
import dev.synctrail.drift.Observation;
import dev.synctrail.history.Page;
import dev.synctrail.history.Period;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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

/** Lists drift incidents: times in which types differed from their last push. */
@Path("/drift-incidents")
@Tag(name = ChecksResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class DriftIncidentsResource {
  private final DriftIncidents driftIncidents;

  @Inject
  public DriftIncidentsResource(DriftIncidents driftIncidents) {
    this.driftIncidents = driftIncidents;
  }

  /** Lists drift incidents. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List the drift history",
      description = "Drift incidents from detection to end, newest first.")
  public Page<DriftIncidentAnswer> list(
      @QueryParam("platform") @Parameter(description = "Platform") @Nullable PlatformId platform,
      @QueryParam("typeKey") @Parameter(description = "Content type") @Nullable TypeKey typeKey,
      @QueryParam("typeKeyContains")
          @Parameter(description = "Part of the content type, case-insensitively")
          @Nullable String typePart,
      @QueryParam("ongoing")
          @Parameter(description = "`true` for ongoing incidents, `false` for ended ones")
          @Nullable Boolean ongoing,
      @BeanParam PageParameters page) {
    return page.read(
            UUID::fromString,
            (key, backwards, size) ->
                driftIncidents.list(
                    new DriftIncidents.Filter(platform, typeKey, typePart, ongoing, Period.ALWAYS),
                    key,
                    backwards,
                    size),
            DriftIncident::id)
        .map(DriftIncidentAnswer::of);
  }

  /** A drift incident: a time in which a type differed from its last push. */
  @Schema(name = "DriftIncident")
  public record DriftIncidentAnswer(
      @Schema(description = "Id") UUID id,
      @Schema(description = "Platform", example = "sandbox") PlatformId platform,
      @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
      @Schema(description = "Push it drifted from") SyncId pushedBy,
      @Schema(description = "MODIFIED or MISSING, as of the last check") DeployedState.State state,
      @Schema(description = "JSON Pointers (RFC 6901) of the differences") List<String> fields,
      @Schema(description = "Last check in sync; absent if none") @Nullable Instant lastKnownGood,
      @Schema(description = "First check that found the drift") Instant firstSeen,
      @Schema(description = "Last check that found the drift") Instant lastSeen,
      @Schema(description = "SHA-256 of the state on the platform; absent if the type was missing")
          @Nullable String liveChecksum,
      @Schema(description = "End; absent while ongoing") @Nullable Instant endedAt,
      @Schema(description = "Cause of the end; absent while ongoing")
          DriftIncident.@Nullable End end,
      @Schema(description = "Push that ended it, if any") @Nullable SyncId endedBy,
      @Schema(description = "User who ended it, if any", example = "admin") @Nullable String actor,
      @Schema(description = "Reason, if given") @Nullable String reason) {

    static DriftIncidentAnswer of(DriftIncident driftIncident) {
      Observation live = driftIncident.live();
      return new DriftIncidentAnswer(
          driftIncident.id(),
          driftIncident.platform(),
          driftIncident.typeKey(),
          driftIncident.pushed(),
          driftIncident.state(),
          driftIncident.fields(),
          driftIncident.lastKnownGood(),
          driftIncident.firstSeen(),
          driftIncident.lastSeen(),
          live == null ? null : live.content().checksum().hex(),
          driftIncident.endedAt(),
          driftIncident.end(),
          driftIncident.endedBy(),
          driftIncident.actor(),
          driftIncident.reason());
    }
  }
}
