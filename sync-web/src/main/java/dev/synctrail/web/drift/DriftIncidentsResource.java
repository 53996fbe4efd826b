package dev.synctrail.web.drift;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DriftIncident;
import dev.synctrail.drift.DriftIncidents;
import dev.synctrail.drift.Observation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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

/** The times in which types were not as we left them. */
@Path("/drift-episodes")
@Tag(name = ChecksResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class DriftIncidentsResource {
  private final DriftIncidents driftIncidents;

  @Inject
  public DriftIncidentsResource(DriftIncidents driftIncidents) {
    this.driftIncidents = driftIncidents;
  }

  /** Lists episodes of drift. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List episodes of drift",
      description = "Each from when it was first seen to what ended it, the newest first.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = EpisodeList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  public Response episodes(
      @QueryParam("platform") @Parameter(description = "Only on this platform")
          @Nullable PlatformId platform,
      @QueryParam("typeKey") @Parameter(description = "Only of this type")
          @Nullable TypeKey typeKey,
      @QueryParam("lasting")
          @Parameter(description = "`true` for those that last, `false` for those that are over")
          @Nullable Boolean lasting,
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    Paging paging = Paging.asked(uri, limit, cursor);
    Paging.Page<DriftIncident> page =
        paging.page(
            driftIncidents.list(
                platform,
                typeKey,
                lasting,
                paging.key(UUID::fromString),
                paging.backwards(),
                paging.limit() + 1),
            driftIncident -> driftIncident.id().toString());
    return page.linked(
        Response.ok(
            new EpisodeList(
                page.data().stream().map(EpisodeAnswer::of).toList(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(
                    count,
                    () ->
                        Paging.counted(
                            (beside, most) ->
                                driftIncidents.list(
                                    platform, typeKey, lasting, beside, false, most),
                            DriftIncident::id)))));
  }

  /** A time in which a type was not as our last push had left it. */
  @Schema(name = "DriftEpisode")
  public record EpisodeAnswer(
      @Schema(description = "Its id", required = true) UUID id,
      @Schema(description = "The platform", required = true, example = "sandbox") String platform,
      @Schema(description = "The type", required = true, example = "ArticlePage") String typeKey,
      @Schema(description = "The push it drifted from", required = true) UUID pushedBy,
      @Schema(description = "MODIFIED or MISSING, as it was seen last", required = true)
          DeployedState.State state,
      @Schema(description = "Where it differed, by JSON Pointer (RFC 6901)", required = true)
          List<String> fields,
      @Schema(description = "When it was last seen as we left it; absent for never")
          @Nullable Instant lastKnownGood,
      @Schema(description = "When it was first seen so", required = true) Instant firstSeen,
      @Schema(description = "When it was last seen so", required = true) Instant lastSeen,
      @Schema(description = "SHA-256 of what was there instead; absent for nothing")
          @Nullable String liveChecksum,
      @Schema(description = "When it was over; absent while it lasts") @Nullable Instant endedAt,
      @Schema(description = "What ended it; absent while it lasts") DriftIncident.@Nullable End end,
      @Schema(description = "The push that ended it, when one did") @Nullable UUID endedBy,
      @Schema(description = "Who ended it, when one of us did", example = "admin")
          @Nullable String actor,
      @Schema(description = "Why, when it was said") @Nullable String reason) {

    static EpisodeAnswer of(DriftIncident driftIncident) {
      Observation live = driftIncident.live();
      SyncId endedBy = driftIncident.endedBy();
      return new EpisodeAnswer(
          driftIncident.id(),
          driftIncident.platform().value(),
          driftIncident.typeKey().value(),
          driftIncident.pushed().value(),
          driftIncident.state(),
          driftIncident.fields(),
          driftIncident.lastKnownGood(),
          driftIncident.firstSeen(),
          driftIncident.lastSeen(),
          live == null ? null : live.content().checksum().hex(),
          driftIncident.endedAt(),
          driftIncident.end(),
          endedBy == null ? null : endedBy.value(),
          driftIncident.actor(),
          driftIncident.reason());
    }
  }

  /** One page of episodes. */
  @Schema(name = "DriftEpisodeList")
  public record EpisodeList(
      @Schema(description = "The newest first", required = true) List<EpisodeAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
