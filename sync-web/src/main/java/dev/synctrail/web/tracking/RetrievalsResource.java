package dev.synctrail.web.tracking;

import dev.synctrail.access.Right;
import dev.synctrail.tracking.Direction;
import dev.synctrail.web.access.Needs;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows retrievals. */
@Path("/retrievals")
@Tag(name = "Retrievals", description = "Reading types from a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class RetrievalsResource {
  private final ReadingRuns runs;

  @Inject
  public RetrievalsResource(ReadingRuns runs) {
    this.runs = runs;
  }

  /** Lists retrievals. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List retrievals", description = "The newest first.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = RunList.class)))
  @APIResponse(responseCode = "400", description = "A parameter cannot be right")
  public Response list(
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor")
          @Parameter(description = "From `nextCursor` or `prevCursor` of this list")
          @Nullable String cursor,
      @QueryParam("count") @Parameter(description = "Whether to count all too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    return runs.list(Direction.PULL, limit, cursor, count, uri);
  }

  /** Shows a retrieval. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(
      summary = "Show a retrieval",
      description = "Its status and progress follow its syncs; poll it until `completedAt`.")
  @APIResponse(
      responseCode = "200",
      description = "The retrieval",
      content = @Content(schema = @Schema(implementation = RunAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such retrieval")
  public RunAnswer show(@PathParam("id") @Parameter(description = "The retrieval") UUID id) {
    return runs.one(Direction.PULL, id);
  }

  /** Tells what happened in a retrieval. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}/log")
  @Operation(
      summary = "Tell the steps of a retrieval",
      description = "What happened to it and to its syncs, the earliest first.")
  @APIResponse(
      responseCode = "200",
      description = "One page of its steps",
      content = @Content(schema = @Schema(implementation = RunLogAnswer.class)))
  @APIResponse(responseCode = "400", description = "A parameter cannot be right")
  @APIResponse(responseCode = "404", description = "There is no such retrieval")
  public Response log(
      @PathParam("id") @Parameter(description = "The retrieval") UUID id,
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor")
          @Parameter(description = "From `nextCursor` or `prevCursor` of this log")
          @Nullable String cursor,
      @QueryParam("count") @Parameter(description = "Whether to count all too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    return runs.log(Direction.PULL, id, limit, cursor, count, uri);
  }
}
