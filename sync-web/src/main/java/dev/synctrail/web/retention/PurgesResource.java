package dev.synctrail.web.retention;

import dev.synctrail.access.Right;
import dev.synctrail.history.Page;
import dev.synctrail.retention.Purge;
import dev.synctrail.retention.Purges;
import dev.synctrail.retention.Purging;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Starts purges, which run in the background, and shows the record that is kept of each. */
@Path("/retention/purges")
@Tag(name = RulesResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class PurgesResource {
  private final Purging purging;
  private final Purges purges;

  @Inject
  public PurgesResource(Purging purging, Purges purges) {
    this.purging = purging;
    this.purges = purges;
  }

  /** Starts a purge. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Start a purge",
      description =
          "Applies the current rules. Legal holds are respected until the last batch."
              + " Purges run in the background, one at a time, and continue after a crash. A"
              + " dry run only counts.")
  @APIResponseSchema(
      value = PurgeAnswer.class,
      responseCode = "202",
      responseDescription = "Started; the progress is at `Location`")
  @APIResponse(responseCode = "409", description = "`NO_RULES`: there are no retention rules")
  public Response begin(
      @RequestBody(required = false) PurgeRequest request,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    Purge purge =
        purging
            .begin(request.dryRun(), request.reason(), security.getUserPrincipal().getName())
            .orElseThrow(
                () ->
                    Problem.conflict(
                        "NO_RULES", "There are no retention rules, so nothing can be purged"));
    return Response.accepted(PurgeAnswer.of(purge))
        .location(uri.getAbsolutePathBuilder().path(purge.id().toString()).build())
        .build();
  }

  /** Lists the purges. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List purges", description = "Newest first, including dry runs.")
  public Page<PurgeAnswer> list(@BeanParam PageParameters page) {
    return page.read(
            UUID::fromString,
            (key, backwards, size) -> purges.page(key, backwards, size),
            Purge::id)
        .map(PurgeAnswer::of);
  }

  /** Shows a purge. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(summary = "Show a purge", description = "Progress, removed data and rules.")
  public PurgeAnswer show(@PathParam("id") @Parameter(description = "Id of the purge") UUID id) {
    return purges.find(id).map(PurgeAnswer::of).orElseThrow(() -> Problem.notFound("purge " + id));
  }

  /** The request for a purge. */
  @Schema(name = "PurgeRequest")
  public record PurgeRequest(
      @Schema(description = "Only count; default `false`") boolean dryRun,
      @Schema(description = "Reason", example = "spring clean") @Size(max = 1_000)
          @Nullable String reason) {}

  /** The number of rows and bytes that a purge removed, or would remove in a dry run. */
  @Schema(name = "PurgeCounts")
  public record Counts(
      @Schema(description = "Syncs removed completely") long rows,
      @Schema(description = "Removed attempts, including those of removed syncs") long attempts,
      @Schema(description = "Syncs kept without their payloads") long payloads,
      @Schema(description = "Removed payloads that are no longer referenced") long snapshots,
      @Schema(description = "Freed bytes") long bytes) {}

  /** A purge. */
  @Schema(name = "Purge")
  public record PurgeAnswer(
      @Schema(description = "Id") UUID id,
      @Schema(description = "State") Purge.State state,
      @Schema(description = "Whether it is a dry run") boolean dryRun,
      @Schema(description = "Requested by", example = "admin") String actor,
      @Schema(description = "Reason", example = "spring clean") @Nullable String reason,
      @Schema(description = "Retention rules applied") RulesResource.Rules rules,
      @Schema(description = "Results so far") Counts counts,
      @Schema(description = "Request time; ages are relative to it") Instant createdAt,
      @Schema(description = "Start time") @Nullable Instant startedAt,
      @Schema(description = "Completion time") @Nullable Instant endedAt,
      @Schema(description = "Last error; will be retried", example = "SQLException")
          @Nullable String problem) {

    static PurgeAnswer of(Purge purge) {
      Purge.Counts counts = purge.counts();
      return new PurgeAnswer(
          purge.id(),
          purge.state(),
          purge.dryRun(),
          purge.actor(),
          purge.reason(),
          RulesResource.Rules.of(purge.rules()),
          new Counts(
              counts.rows(),
              counts.attempts(),
              counts.payloads(),
              counts.snapshots(),
              counts.bytes()),
          purge.createdAt(),
          purge.startedAt(),
          purge.endedAt(),
          purge.problem());
    }
  }
}
