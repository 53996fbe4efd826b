package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.tracking.Direction;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.run.ReadingRuns;
import dev.synctrail.web.run.RunAnswer;
import dev.synctrail.web.run.RunList;
import dev.synctrail.web.run.RunLogAnswer;
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

/** Lists and shows pull runs. */
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

  /** Lists pull runs. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List retrievals", description = "Newest first.")
  @APIResponse(
      responseCode = "200",
      description = "A page of the list",
      content = @Content(schema = @Schema(implementation = RunList.class)))
  @APIResponse(responseCode = "400", description = "Invalid query parameter")
  public Response list(
      @QueryParam("limit") @Parameter(description = "Page size, 1 to 200; default 50")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "`nextCursor` or `prevCursor` of this list")
          @Nullable String cursor,
      @QueryParam("count") @Parameter(description = "Adds `total`, the number of all entries")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    return runs.list(Direction.PULL, limit, cursor, count, uri);
  }

  /** Shows a pull run. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(
      summary = "Show a retrieval",
      description =
          "Status and progress are derived from its syncs; poll until `completedAt` is" + " set.")
  @APIResponse(
      responseCode = "200",
      description = "Retrieval",
      content = @Content(schema = @Schema(implementation = RunAnswer.class)))
  @APIResponse(responseCode = "404", description = "Retrieval not found")
  public RunAnswer show(@PathParam("id") @Parameter(description = "Retrieval") UUID id) {
    return runs.one(Direction.PULL, id);
  }

  /** Lists the log of a pull run. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}/log")
  @Operation(
      summary = "List the log of a retrieval",
      description = "Events of the deployment and its syncs, earliest first.")
  @APIResponse(
      responseCode = "200",
      description = "A page of the log",
      content = @Content(schema = @Schema(implementation = RunLogAnswer.class)))
  @APIResponse(responseCode = "400", description = "Invalid query parameter")
  @APIResponse(responseCode = "404", description = "Retrieval not found")
  public Response log(
      @PathParam("id") @Parameter(description = "Retrieval") UUID id,
      @QueryParam("limit") @Parameter(description = "Page size, 1 to 200; default 50")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "`nextCursor` or `prevCursor` of this log")
          @Nullable String cursor,
      @QueryParam("count") @Parameter(description = "Adds `total`, the number of all entries")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    return runs.log(Direction.PULL, id, limit, cursor, count, uri);
  }
}
