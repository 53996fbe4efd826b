package dev.synctrail.web.history;

import dev.synctrail.access.Right;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.rest.SynctrailApi;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Compares the payloads of two syncs, or of a sync with the state it found on the platform. */
@Path("/sync")
@Tag(name = "Syncs", description = "One transfer of one content type to or from a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class ComparingResource {

  private final Comparing comparing;

  @Inject
  public ComparingResource(Comparing comparing) {
    this.comparing = comparing;
  }

  /** Returns the comparison as JSON. */
  @GET
  @Needs(Right.PAYLOAD)
  @Path(SynctrailApi.SYNC_ID + "/diff")
  @org.eclipse.microprofile.openapi.annotations.Operation(
      summary = "Compare a sync with another sync or with the previous state",
      description =
          "Changes from the other sync to this one, by JSON Pointer: in the intended"
              + " content, or for a pull in the pulled content. `text/plain` returns a readable"
              + " form.")
  @APIResponse(
      responseCode = "200",
      description = "Changes",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = DiffAnswer.class)),
        @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class))
      })
  @APIResponse(
      responseCode = "404",
      description =
          "Sync not found; or `NOTHING_PREVIOUS`, `NOTHING_BEFORE`, `NOTHING_INTENDED`:"
              + " there is nothing to compare")
  @APIResponse(
      responseCode = "410",
      description = "`PAYLOAD_PURGED`: one of the payloads was purged")
  @APIResponse(
      responseCode = "422",
      description =
          "`UNKNOWN_SYNC`: `against` is not a known sync; `NOT_COMPARABLE`: a payload is"
              + " not complete JSON")
  public DiffAnswer diff(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId,
      @QueryParam("against")
          @Parameter(
              description =
                  "Id of another sync; `previous` (default) for the previous sync of the same"
                      + " type, platform and direction; or `before` for the state before the write",
              example = Comparing.PREVIOUS)
          @Nullable String against) {
    return DiffAnswer.of(comparing.compare(syncId, against));
  }

  /** Returns the comparison as a unified diff. */
  @GET
  @Needs(Right.PAYLOAD)
  @Path(SynctrailApi.SYNC_ID + "/diff")
  @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
  @org.eclipse.microprofile.openapi.annotations.Operation(hidden = true)
  public String diffAsText(
      @PathParam("syncId") UUID syncId, @QueryParam("against") @Nullable String against) {
    return comparing.compare(syncId, against).text();
  }
}
