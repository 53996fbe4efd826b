package dev.synctrail.web.bulkretry;

import static java.util.Objects.requireNonNull;

import dev.synctrail.access.Right;
import dev.synctrail.bulkretry.BulkRetries;
import dev.synctrail.bulkretry.BulkRetries.Matching;
import dev.synctrail.bulkretry.BulkRetry;
import dev.synctrail.bulkretry.BulkRetry.Cancelled;
import dev.synctrail.bulkretry.BulkRetry.Resumed;
import dev.synctrail.bulkretry.BulkRetryEntry;
import dev.synctrail.bulkretry.BulkRetrying;
import dev.synctrail.bulkretry.InvalidSelection;
import dev.synctrail.bulkretry.SkipReason;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Page;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.json.StrictJson;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.history.PayloadSearchAccess;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.run.Motive;
import dev.synctrail.web.run.Requester;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Bulk retries: repeats the syncs that match a filter of the history. */
@Path("/retries")
@Tag(name = "Retries", description = "Bulk retries")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class RetriesResource {
  private final BulkRetrying retrying;
  private final BulkRetries retries;
  private final PayloadSearchAccess payloadSearchAccess;

  @Inject
  public RetriesResource(
      BulkRetrying retrying, BulkRetries retries, PayloadSearchAccess payloadSearchAccess) {
    this.retrying = retrying;
    this.retries = retries;
    this.payloadSearchAccess = payloadSearchAccess;
  }

  /** Counts the syncs of a bulk retry before it is started. */
  @POST
  @Needs(Right.METADATA)
  @Path("count")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Count the syncs of a bulk retry",
      description =
          "Number of syncs that match the filter, and number of those that would be"
              + " retried or settled now; the others would be skipped with a reason, by which they"
              + " are counted. Starts nothing. A job takes at most 1 000 000 syncs; counting stops at 1 000 001.")
  public CountAnswer count(CountRequest request) {
    SyncFilter filter = payloadSearchAccess.allowed(request.filter());
    Matching found = retrying.count(filter);
    return new CountAnswer(
        found.matching(),
        found.repeatable(),
        SkipCount.of(found),
        Resolution.of(retries.resolve(filter)));
  }

  /** Starts a job. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Start a bulk retry",
      description =
          "The set is frozen before the response; an empty filter matches all syncs. The"
              + " syncs are retried individually in the background. Of several with the same"
              + " type, platform and direction only the last is retried, so that no older"
              + " version overwrites a newer one. Syncs of unknown outcome are settled instead."
              + " Syncs that cannot be retried are skipped with a reason.")
  @APIResponseSchema(
      value = BulkRetryAnswer.class,
      responseCode = "202",
      responseDescription = "Recorded; the job is at `Location`")
  @APIResponse(
      responseCode = "409",
      description =
          "`SET_CHANGED`: the number of matches differs from `expected`;"
              + " `NOTHING_MATCHES`; `TOO_MANY`: more than 1 000 000")
  public Response begin(
      BulkRetryRequest request, @BeanParam Requester requester, @Context UriInfo uri) {
    Integer expected = request.expectedCount();
    try {
      BulkRetry job =
          retrying.begin(
              payloadSearchAccess.allowed(request.filter()),
              expected == null ? null : expected.longValue(),
              requester.cause(request));
      return answered(job, uri.getAbsolutePathBuilder().path(job.id().toString()).build());
    } catch (InvalidSelection e) {
      throw Problem.conflict(e.why().name(), String.valueOf(e.getMessage()));
    }
  }

  private Response answered(BulkRetry job, URI location) {
    return Response.accepted(answer(job)).location(location).build();
  }

  private BulkRetryAnswer answer(BulkRetry job) {
    return BulkRetryAnswer.of(job, payloadSearchAccess.shown(job.filter()));
  }

  /** Lists the jobs. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List bulk retries", description = "Newest first.")
  public Page<BulkRetryAnswer> list(@BeanParam PageParameters page) {
    return page.read(
            UUID::fromString,
            (key, backwards, size) -> retries.list(key, backwards, size),
            BulkRetry::id)
        .map(this::answer);
  }

  /** Shows a job. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(
      summary = "Show a bulk retry",
      description = "Progress; poll until the state is `DONE` or `CANCELLED`.")
  public BulkRetryAnswer show(@PathParam("id") @Parameter(description = "Bulk retry") UUID id) {
    return retries.find(id).map(this::answer).orElseThrow(() -> unknown(id));
  }

  private static Problem unknown(UUID id) {
    return Problem.notFound("bulk retry " + id);
  }

  /** Lists the syncs of a job with their outcome. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}/entries")
  @Operation(
      summary = "List the syncs of a bulk retry",
      description = "Result of each sync, oldest first.")
  public Page<EntryAnswer> entries(
      @PathParam("id") @Parameter(description = "Bulk retry") UUID id,
      @QueryParam("state") @Parameter(description = "State") BulkRetryEntry.@Nullable State state,
      @BeanParam PageParameters page) {
    if (retries.find(id).isEmpty()) {
      throw unknown(id);
    }
    return page.read(
            text -> new SyncId(UUID.fromString(text)),
            (key, backwards, size) -> retries.entries(id, state, key, backwards, size),
            BulkRetryEntry::sync)
        .map(EntryAnswer::of);
  }

  /** Cancels a job. */
  @POST
  @Needs(Right.ACTION)
  @Path("{id}/cancel")
  @Idempotent
  @Operation(
      summary = "Cancel a bulk retry",
      description = "No further syncs are started; running ones continue. The job can be resumed.")
  @APIResponseSchema(
      value = BulkRetryAnswer.class,
      responseCode = "202",
      responseDescription = "Cancelled")
  @APIResponse(responseCode = "409", description = "`NOT_CANCELLABLE`, with the reason")
  public Response cancel(
      @PathParam("id") @Parameter(description = "Bulk retry") UUID id,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    String actor = security.getUserPrincipal().getName();
    return changed(id, job -> retrying.cancel(job, actor), "NOT_CANCELLABLE", uri);
  }

  /** Resumes a cancelled job. */
  @POST
  @Needs(Right.ACTION)
  @Path("{id}/resume")
  @Idempotent
  @Operation(
      summary = "Resume a cancelled bulk retry",
      description = "Continues with the same set at the point where it stopped.")
  @APIResponseSchema(
      value = BulkRetryAnswer.class,
      responseCode = "202",
      responseDescription = "Resumed")
  @APIResponse(responseCode = "409", description = "`NOT_RESUMABLE`, with the reason")
  public Response resume(
      @PathParam("id") @Parameter(description = "Bulk retry") UUID id,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    String actor = security.getUserPrincipal().getName();
    return changed(id, job -> retrying.resume(job, actor), "NOT_RESUMABLE", uri);
  }

  private Response changed(
      UUID id, Function<UUID, Optional<BulkRetry>> change, String code, UriInfo uri) {
    try {
      BulkRetry job = change.apply(id).orElseThrow(() -> unknown(id));
      return answered(job, uri.getBaseUriBuilder().path("retries").path(id.toString()).build());
    } catch (IllegalTransition e) {
      throw Problem.conflict(code, String.valueOf(e.getMessage()));
    }
  }

  /** Request body of a count. */
  @Schema(name = "RetryCountRequest")
  public record CountRequest(@Schema(description = "Filter of the syncs") SyncFilter filter) {}

  /** Result of a count. */
  @Schema(name = "RetryCount")
  public record CountAnswer(
      @Schema(
              description = "Syncs that match the filter; 1000001 for more than 1 000 000",
              example = "120")
          long matching,
      @Schema(description = "Counted syncs that would be retried or settled now", example = "97")
          long repeatable,
      @Schema(description = "Counted syncs that would be skipped, by reason, most frequent first")
          List<SkipCount> skipped,
      @Schema(description = "Values that the criteria about a part of a value stand for now")
          List<Resolution> resolved) {}

  /** What a criterion about a part of a value stands for. */
  @Schema(name = "ResolvedCriterion")
  public record Resolution(
      @Schema(description = "Criterion", example = "typeKeyContains") String criterion,
      @Schema(description = "Values in the history that contain the part, sorted")
          List<String> values) {

    static List<Resolution> of(Map<Criterion, List<String>> resolved) {
      return resolved.entrySet().stream()
          .map(entry -> new Resolution(entry.getKey().toString(), entry.getValue()))
          .toList();
    }
  }

  /** The number of syncs that would be skipped for a reason. */
  @Schema(name = "SkipCount")
  public record SkipCount(
      @Schema(description = "Reason", example = "LATER_PUSH") SkipReason reason,
      @Schema(description = "Number of syncs", example = "23") long count) {

    static List<SkipCount> of(Matching matching) {
      return matching.skipped().entrySet().stream()
          .map(entry -> new SkipCount(entry.getKey(), entry.getValue()))
          .sorted(Comparator.comparing(SkipCount::count).reversed())
          .toList();
    }
  }

  /** Request body of a bulk retry. */
  @Schema(name = "BulkRetryRequest")
  public record BulkRetryRequest(
      @Schema(description = "Filter of the syncs") SyncFilter filter,
      @Schema(description = "Reason; copied to every new sync", example = "the platform is back")
          @Size(min = 1, max = 1_000)
          String reason,
      @Schema(
              description = "Expected number of matches; for any other number nothing is started",
              example = "120")
          @Min(0)
          @Nullable Integer expectedCount,
      @Schema(description = Motive.ON_BEHALF_OF) @Size(max = 255) @Nullable String onBehalfOf,
      @Schema(description = "Your own JSON object, at most 64 KB; copied to every new sync")
          @Nullable Snapshot syncMetadata)
      implements Motive {}

  /** A bulk retry. */
  @Schema(name = "BulkRetry")
  public record BulkRetryAnswer(
      @Schema(description = "Id") UUID id,
      @Schema(description = "State") BulkRetry.Status status,
      @Schema(description = "Progress, 0 to 100", example = "42") int progress,
      @Schema(description = "Syncs of the set by result") Counts counts,
      @Schema(
              description =
                  "Filter of the set; `pointer` and `value` only with the right `PAYLOAD`")
          SyncFilter filter,
      @Schema(
              description =
                  "Values for which the criteria about a part of a value stood at the start")
          List<Resolution> resolved,
      @Schema(description = "Requested by", example = "admin") String actor,
      @Schema(description = "Person or system on whose behalf the caller claims to act")
          @Nullable String onBehalfOf,
      @Schema(description = "Reason", example = "the platform is back") String reason,
      @Schema(description = "Object of the caller, unchanged") @Nullable JsonObject syncMetadata,
      @Schema(description = "Time at which it was requested and its set frozen") Instant createdAt,
      @Schema(description = "Start time") @Nullable Instant startedAt,
      @Schema(description = "Time at which all syncs of the set were processed")
          @Nullable Instant completedAt,
      @Schema(description = "Last cancellation time") @Nullable Instant cancelledAt,
      @Schema(description = "Cancelled by", example = "admin") @Nullable String cancelledBy,
      @Schema(description = "Time at which it was resumed") @Nullable Instant resumedAt,
      @Schema(description = "Resumed by", example = "admin") @Nullable String resumedBy,
      @Schema(description = "Last error; will be retried", example = "SQLException")
          @Nullable String problem) {

    static BulkRetryAnswer of(BulkRetry job, SyncFilter filter) {
      BulkRetry.Counts counts = job.counts();
      Cancelled cancelled = job.cancelled();
      Resumed resumed = cancelled == null ? null : cancelled.resumed();
      String metadata = job.cause().syncMetadata();
      return new BulkRetryAnswer(
          job.id(),
          job.status(),
          job.progress(),
          new Counts(counts.total(), counts.pending(), counts.started(), counts.skipped()),
          filter,
          Resolution.of(job.resolved()),
          job.cause().actor(),
          job.cause().onBehalfOf(),
          requireNonNull(job.cause().reason()),
          metadata == null
              ? null
              : StrictJson.readObject(metadata.getBytes(StandardCharsets.UTF_8)).object(),
          job.createdAt(),
          job.startedAt(),
          job.completedAt(),
          cancelled == null ? null : cancelled.at(),
          cancelled == null ? null : cancelled.actor(),
          resumed == null ? null : resumed.at(),
          resumed == null ? null : resumed.actor(),
          job.problem());
    }
  }

  /** The number of syncs of a job by outcome. */
  @Schema(name = "BulkRetryCounts")
  public record Counts(
      @Schema(description = "All syncs of the set", example = "120") int total,
      @Schema(description = "Not processed yet", example = "70") int pending,
      @Schema(description = "Retried, or being settled", example = "47") int started,
      @Schema(description = "Skipped with a reason", example = "3") int skipped) {}

  /** One sync of a job. */
  @Schema(name = "BulkRetryEntry")
  public record EntryAnswer(
      @Schema(description = "Id of the sync") SyncId syncId,
      @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
      @Schema(description = "Platform", example = "sandbox") PlatformId targetPlatform,
      @Schema(description = "Result") BulkRetryEntry.State state,
      @Schema(description = "Sync that retries it; itself when it is being settled")
          @Nullable SyncId repeatedBy,
      @Schema(description = "Reason for skipping it") @Nullable String reason) {

    static EntryAnswer of(BulkRetryEntry bulkRetryEntry) {
      return new EntryAnswer(
          bulkRetryEntry.sync(),
          bulkRetryEntry.typeKey(),
          bulkRetryEntry.platform(),
          bulkRetryEntry.state(),
          bulkRetryEntry.next(),
          bulkRetryEntry.reason());
    }
  }
}
