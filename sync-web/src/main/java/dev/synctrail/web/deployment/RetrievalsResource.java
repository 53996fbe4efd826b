package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.platform.PlatformChoice;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.retrieval.Retrieving;
import dev.synctrail.tracking.Cancelling;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.Prefer;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.run.FinishedRuns;
import dev.synctrail.web.run.ReadingRuns;
import dev.synctrail.web.run.Requester;
import dev.synctrail.web.run.RunAnswer;
import dev.synctrail.web.run.RunsResource;
import dev.synctrail.web.run.StartAnswer;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Starts pull runs. */
@Path("/retrievals")
@Tag(name = "Retrievals", description = "Pulling types from a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class RetrievalsResource extends RunsResource {
  private final Retrieving retrieving;
  private final FinishedRuns finished;
  private final PlatformChoice defaultPlatform;

  @Inject
  public RetrievalsResource(
      Retrieving retrieving,
      Cancelling cancelling,
      ReadingRuns runs,
      FinishedRuns finished,
      PlatformChoice defaultPlatform) {
    super(Direction.PULL, runs, cancelling);
    this.retrieving = retrieving;
    this.finished = finished;
    this.defaultPlatform = defaultPlatform;
  }

  /** Records the pulls and responds before anything is read. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Pull types from a platform",
      description =
          "Reads each type, records its exact bytes, and creates a version if the"
              + " content is new. Poll the run at `Location`.")
  @APIResponse(
      responseCode = "200",
      description = "Finished within the wait time (`Prefer: wait=N`); also at `Location`",
      content = @Content(schema = @Schema(implementation = RunAnswer.class)),
      headers = {
        @Header(name = "Location", description = "Run"),
        @Header(name = Prefer.APPLIED, description = "Applied wait time")
      })
  @APIResponseSchema(
      value = RunAnswer.class,
      responseCode = "202",
      responseDescription = "Recorded, not finished yet; the run is at `Location`")
  @APIResponse(responseCode = "422", description = "`UNKNOWN_PLATFORM`")
  public Response retrieve(
      RetrievalRequest request,
      @BeanParam Requester requester,
      @HeaderParam(Prefer.HEADER)
          @Parameter(
              description =
                  "`wait=N`: wait up to N seconds, at most 60, for the run to finish (RFC 7240)",
              example = "wait=30")
          @Nullable String prefer,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    try {
      Run run = retrieving.retrieve(request.order(defaultPlatform, requester.cause(request)));
      return finished.answer(run, headers, uri, "retrievals");
    } catch (UnknownPlatform e) {
      throw StartAnswer.unknown(e);
    }
  }
}
