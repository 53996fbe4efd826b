package dev.synctrail.web.tracking;

import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.platform.Operation;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Role;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.StructuralDiff;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.version.DiffAnswer;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Compares what a sync meant with what another did, or with what was there. */
@Path("/sync")
@Tag(name = "Syncs", description = "One type to or from one platform, once")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class ComparingResource {
  private static final String PREVIOUS = "previous";
  private static final String BEFORE = "before";

  private final SyncHistory history;
  private final Payloads payloads;

  @Inject
  public ComparingResource(SyncHistory history, Payloads payloads) {
    this.history = history;
    this.payloads = payloads;
  }

  /** Compares. */
  @GET
  @Path(RecordingResource.ID + "/diff")
  @org.eclipse.microprofile.openapi.annotations.Operation(
      summary = "Compare a sync with another, or with what was there",
      description =
          "What changed from the other to this, place by place: in what each intended, or of a pull"
              + " in what it brought. As `text/plain` it is for people.")
  @APIResponse(
      responseCode = "200",
      description = "What changed",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = DiffAnswer.class)),
        @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class))
      })
  @APIResponse(
      responseCode = "404",
      description =
          "There is no such sync; or `NOTHING_PREVIOUS`, `NOTHING_BEFORE`, `NOTHING_INTENDED`: there"
              + " is nothing to compare")
  @APIResponse(
      responseCode = "410",
      description = "`PAYLOAD_PURGED`: retention took the bytes of one of them")
  @APIResponse(
      responseCode = "422",
      description =
          "`UNKNOWN_SYNC`: `against` names none; `NOT_COMPARABLE`: what is kept is not whole JSON")
  public DiffAnswer diff(
      @PathParam("syncId") @Parameter(description = "The sync") UUID syncId,
      @QueryParam("against")
          @Parameter(
              description =
                  "Another sync's id; `previous`, the one before of the same type, platform and"
                      + " direction, unless given; or `before`, the live state before the write",
              example = PREVIOUS)
          @Nullable String against) {
    return DiffAnswer.of(compare(syncId, against));
  }

  /** Compares for people. */
  @GET
  @Path(RecordingResource.ID + "/diff")
  @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
  @org.eclipse.microprofile.openapi.annotations.Operation(hidden = true)
  public String diffAsText(
      @PathParam("syncId") UUID syncId, @QueryParam("against") @Nullable String against) {
    return compare(syncId, against).text();
  }

  private StructuralDiff compare(UUID syncId, @Nullable String against) {
    SyncSummary sync =
        history.find(new SyncId(syncId)).orElseThrow(() -> SyncsResource.unknown(syncId));
    return StructuralDiff.between(other(sync, against == null ? PREVIOUS : against), meant(sync));
  }

  private StrictJson other(SyncSummary sync, String against) {
    return switch (against) {
      case PREVIOUS ->
          meant(
              history
                  .previous(sync)
                  .orElseThrow(
                      () ->
                          Problem.of(
                              404,
                              "NOTHING_PREVIOUS",
                              "No sync of " + sync.typeKey() + " came before on this platform")));
      case BEFORE -> before(sync);
      default -> meant(named(against));
    };
  }

  private StrictJson before(SyncSummary sync) {
    boolean wasNothing = sync.operation() == Operation.CREATE && sync.payload(Role.BEFORE) == null;
    return wasNothing
        ? StrictJson.read("{}".getBytes(StandardCharsets.UTF_8))
        : json(sync, Role.BEFORE);
  }

  private SyncSummary named(String against) {
    SyncId id;
    try {
      id = new SyncId(UUID.fromString(against));
    } catch (IllegalArgumentException e) {
      throw Problem.malformedParameter("against", "Neither a sync's id, nor previous, nor before");
    }
    return history
        .find(id)
        .orElseThrow(
            () ->
                Problem.unprocessable(
                    "UNKNOWN_SYNC",
                    "There is no sync " + against,
                    List.of(Fault.parameter("against", "No sync has this id"))));
  }

  private StrictJson meant(SyncSummary sync) {
    return json(sync, sync.direction() == Direction.PULL ? Role.ANSWERED : Role.INTENDED);
  }

  private StrictJson json(SyncSummary sync, Role role) {
    if (Payloads.required(sync, role).truncated()) {
      throw notComparable(sync, "only the beginning of it is kept");
    }
    try {
      return StrictJson.read(payloads.bytes(sync, role).bytes());
    } catch (MalformedJson e) {
      throw notComparable(sync, "it is not JSON");
    }
  }

  private static Problem notComparable(SyncSummary sync, String why) {
    return Problem.unprocessable(
        "NOT_COMPARABLE",
        "The payload of sync " + sync.id() + " cannot be compared: " + why,
        List.of());
  }
}
