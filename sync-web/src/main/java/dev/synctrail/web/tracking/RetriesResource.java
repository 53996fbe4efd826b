package dev.synctrail.web.tracking;

import dev.synctrail.access.Right;
import dev.synctrail.bulkretry.BulkRetries;
import dev.synctrail.bulkretry.BulkRetries.Matching;
import dev.synctrail.bulkretry.BulkRetry;
import dev.synctrail.bulkretry.BulkRetry.Cancelled;
import dev.synctrail.bulkretry.BulkRetry.Resumed;
import dev.synctrail.bulkretry.BulkRetryEntry;
import dev.synctrail.bulkretry.BulkRetrying;
import dev.synctrail.bulkretry.InvalidSelection;
import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Repeats everything that a filter of the history finds. */
@Path("/retries")
@Tag(name = "Retries", description = "Repeating all syncs that a filter finds")
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

  /** Counts what would be repeated. */
  @POST
  @Needs(Right.METADATA)
  @Path("count")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Count what a retry would be about",
      description =
          "How many syncs the filter finds, and how many of them would be repeated or settled now;"
              + " the rest would be skipped, each with its reason. Nothing is begun. Of more than"
              + " 1 000 000, which no job takes, only the first 1 000 001 found are counted.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = CountRequest.class)))
  @APIResponse(
      responseCode = "200",
      description = "Both numbers",
      content = @Content(schema = @Schema(implementation = CountAnswer.class)))
  public CountAnswer count(byte[] body) {
    SyncFilter filter = JsonBody.read(body, RetriesResource::filter);
    Matching found = retrying.count(payloadSearchAccess.allowed(filter));
    return new CountAnswer(found.matching(), found.repeatable());
  }

  private static SyncFilter filter(JsonBody in) {
    SyncFilter filter = in.object("filter", FilteredSyncs::read);
    if (!in.has("filter")) {
      in.fault("filter", "Missing");
    }
    return filter;
  }

  /** Asks for a job. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Repeat all syncs that a filter finds",
      description =
          "The set is frozen before this answers; an empty filter finds every sync there is. The"
              + " syncs are repeated in the background, each as if by itself, so that no older"
              + " version is put over a newer one: of several of one type, platform and direction"
              + " only the last is repeated. Those of unknown outcome are settled instead. What"
              + " cannot be repeated is skipped, with the reason.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = BulkRetryRequest.class)))
  @APIResponse(
      responseCode = "202",
      description = "Recorded; the job is at `Location`",
      content = @Content(schema = @Schema(implementation = BulkRetryAnswer.class)))
  @APIResponse(
      responseCode = "409",
      description =
          "`SET_CHANGED`: not as many match as expected; `NOTHING_MATCHES`; `TOO_MANY`: over"
              + " 1 000 000")
  public Response begin(
      byte[] body,
      @HeaderParam("traceparent") @Parameter(description = "W3C trace context")
          @Nullable String traceparent,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    OrderDetails orderDetails = new OrderDetails(body, security, traceparent);
    Wanted wanted = JsonBody.read(body, in -> Wanted.read(in, orderDetails));
    try {
      BulkRetry job =
          retrying.begin(
              payloadSearchAccess.allowed(wanted.filter()), wanted.expected(), wanted.cause());
      return answered(job, uri.getAbsolutePathBuilder().path(job.id().toString()).build());
    } catch (InvalidSelection e) {
      throw Problem.conflict(e.why().name(), String.valueOf(e.getMessage()));
    }
  }

  private Response answered(BulkRetry job, URI place) {
    return Response.accepted(answer(job)).location(place).build();
  }

  private BulkRetryAnswer answer(BulkRetry job) {
    return BulkRetryAnswer.of(job, payloadSearchAccess.shown(job.filter()));
  }

  private record Wanted(SyncFilter filter, @Nullable Long expected, Intent.Cause cause) {
    static Wanted read(JsonBody in, OrderDetails orderDetails) {
      in.text("reason", 1, 1_000);
      Integer expected = in.optionalInteger("expectedCount", 0, Integer.MAX_VALUE);
      return new Wanted(
          RetriesResource.filter(in),
          expected == null ? null : expected.longValue(),
          orderDetails.cause(in));
    }
  }

  /** Lists the jobs. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List the retries of many", description = "The newest first.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = BulkRetryList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  public Response list(
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    Paging paging = Paging.asked(uri, limit, cursor);
    Paging.Page<BulkRetry> page =
        paging.page(
            retries.list(paging.key(UUID::fromString), paging.backwards(), paging.limit() + 1),
            job -> job.id().toString());
    return page.linked(
        Response.ok(
            new BulkRetryList(
                page.data().stream().map(this::answer).toList(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(
                    count,
                    () ->
                        Paging.counted(
                            (beside, most) -> retries.list(beside, false, most), BulkRetry::id)))));
  }

  /** Shows a job. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(
      summary = "Show a retry of many",
      description = "How far it has come: poll it until it is `DONE` or `CANCELLED`.")
  @APIResponse(
      responseCode = "200",
      description = "The job",
      content = @Content(schema = @Schema(implementation = BulkRetryAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such job")
  public BulkRetryAnswer show(@PathParam("id") @Parameter(description = "The job") UUID id) {
    return retries.find(id).map(this::answer).orElseThrow(() -> unknown(id));
  }

  private static Problem unknown(UUID id) {
    return Problem.notFound("retry " + id);
  }

  /** Shows what became of each sync of the set. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}/entries")
  @Operation(
      summary = "List the syncs of a retry of many",
      description = "What became of each, the oldest first.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = EntryList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  @APIResponse(responseCode = "404", description = "There is no such job")
  public Response entries(
      @PathParam("id") @Parameter(description = "The job") UUID id,
      @QueryParam("state") @Parameter(description = "Only these")
          BulkRetryEntry.@Nullable State state,
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    if (retries.find(id).isEmpty()) {
      throw unknown(id);
    }
    Paging paging = Paging.asked(uri, limit, cursor);
    Paging.Page<BulkRetryEntry> page =
        paging.page(
            retries.entries(
                id,
                state,
                paging.key(text -> new SyncId(UUID.fromString(text))),
                paging.backwards(),
                paging.limit() + 1),
            bulkRetryEntry -> bulkRetryEntry.sync().toString());
    return page.linked(
        Response.ok(
            new EntryList(
                page.data().stream().map(EntryAnswer::of).toList(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(
                    count,
                    () ->
                        Paging.counted(
                            (beside, most) -> retries.entries(id, state, beside, false, most),
                            BulkRetryEntry::sync)))));
  }

  /** Stops a job. */
  @POST
  @Needs(Right.ACTION)
  @Path("{id}/cancel")
  @Idempotent
  @Operation(
      summary = "Cancel a retry of many",
      description = "Nothing more is begun; what was begun goes on. It can be resumed.")
  @APIResponse(
      responseCode = "202",
      description = "Cancelled",
      content = @Content(schema = @Schema(implementation = BulkRetryAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such job")
  @APIResponse(responseCode = "409", description = "`NOT_CANCELLABLE`, with the reason")
  public Response cancel(
      @PathParam("id") @Parameter(description = "The job") UUID id,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    String actor = security.getUserPrincipal().getName();
    return changed(id, job -> retrying.cancel(job, actor), "NOT_CANCELLABLE", uri);
  }

  /** Lets a cancelled job go on. */
  @POST
  @Needs(Right.ACTION)
  @Path("{id}/resume")
  @Idempotent
  @Operation(
      summary = "Resume a cancelled retry of many",
      description = "It goes on with the same set, where it stopped.")
  @APIResponse(
      responseCode = "202",
      description = "It goes on",
      content = @Content(schema = @Schema(implementation = BulkRetryAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such job")
  @APIResponse(responseCode = "409", description = "`NOT_RESUMABLE`, with the reason")
  public Response resume(
      @PathParam("id") @Parameter(description = "The job") UUID id,
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

  /** What is to be counted. */
  @Schema(name = "RetryCountRequest")
  public record CountRequest(
      @Schema(description = "Which syncs", required = true) FilteredSyncs filter) {}

  /** What was counted. */
  @Schema(name = "RetryCount")
  public record CountAnswer(
      @Schema(
              description = "Syncs that the filter finds; 1000001 for more than 1 000 000",
              required = true,
              example = "120")
          long matching,
      @Schema(
              description = "Those counted that would be repeated or settled now",
              required = true,
              example = "97")
          long repeatable) {}

  /** A job that is wanted. */
  @Schema(name = "BulkRetryRequest")
  public record BulkRetryRequest(
      @Schema(description = "Which syncs", required = true) FilteredSyncs filter,
      @Schema(
              description = "Why; every new sync has it",
              required = true,
              maxLength = 1_000,
              example = "the platform is back")
          String reason,
      @Schema(
              description = "How many matched when you counted; nothing is begun for any other",
              example = "120")
          @Nullable Integer expectedCount,
      @Schema(description = "For whom, as the actor claims", maxLength = 255) String onBehalfOf,
      @Schema(description = "An object of yours that every new sync has, at most 64 KB")
          Object syncMetadata) {}

  /** A job. */
  @Schema(name = "BulkRetry")
  public record BulkRetryAnswer(
      @Schema(description = "Its id", required = true) UUID id,
      @Schema(description = "Where it stands", required = true) BulkRetry.Status status,
      @Schema(description = "How far it is, 0 to 100", required = true, example = "42")
          int progress,
      @Schema(description = "The syncs of its set by what became of them", required = true)
          Counts counts,
      @Schema(
              description =
                  "What the set was found by; `pointer` and `value` only for those who may see them"
                      + " in payloads",
              required = true)
          FilteredSyncs filter,
      @Schema(description = "Who asked for it", required = true, example = "admin") String actor,
      @Schema(description = "For whom, as the actor claims") @Nullable String onBehalfOf,
      @Schema(description = "Why", required = true, example = "the platform is back")
          @Nullable String reason,
      @Schema(description = "The caller's own object, unchanged") @Nullable JsonObject syncMetadata,
      @Schema(description = "When it was asked for, and its set frozen", required = true)
          Instant createdAt,
      @Schema(description = "When it began") @Nullable Instant startedAt,
      @Schema(description = "When every sync of the set was decided") @Nullable Instant completedAt,
      @Schema(description = "When it was cancelled last") @Nullable Instant cancelledAt,
      @Schema(description = "Who cancelled it", example = "admin") @Nullable String cancelledBy,
      @Schema(description = "When it was let go on after that") @Nullable Instant resumedAt,
      @Schema(description = "Who let it go on", example = "admin") @Nullable String resumedBy,
      @Schema(description = "What it stumbled over and tries again", example = "SQLException")
          @Nullable String problem) {

    static BulkRetryAnswer of(BulkRetry job, FilteredSyncs filter) {
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
          job.cause().actor(),
          job.cause().onBehalfOf(),
          job.cause().reason(),
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

  /** The syncs of a set by what became of them. */
  @Schema(name = "BulkRetryCounts")
  public record Counts(
      @Schema(description = "All of them", required = true, example = "120") int total,
      @Schema(description = "Not decided yet", required = true, example = "70") int pending,
      @Schema(description = "Repeated, or being settled", required = true, example = "47")
          int started,
      @Schema(description = "Left alone, with the reason", required = true, example = "3")
          int skipped) {}

  /** One sync of a set. */
  @Schema(name = "BulkRetryEntry")
  public record EntryAnswer(
      @Schema(description = "The sync", required = true) UUID syncId,
      @Schema(description = "Its type", required = true, example = "ArticlePage") String typeKey,
      @Schema(description = "Its platform", required = true, example = "sandbox")
          String targetPlatform,
      @Schema(description = "What became of it", required = true) BulkRetryEntry.State state,
      @Schema(description = "The sync that repeats it; itself when it is being settled")
          @Nullable UUID repeatedBy,
      @Schema(description = "Why it was left alone") @Nullable String reason) {

    static EntryAnswer of(BulkRetryEntry bulkRetryEntry) {
      SyncId next = bulkRetryEntry.next();
      return new EntryAnswer(
          bulkRetryEntry.sync().value(),
          bulkRetryEntry.typeKey().value(),
          bulkRetryEntry.platform().value(),
          bulkRetryEntry.state(),
          next == null ? null : next.value(),
          bulkRetryEntry.reason());
    }
  }

  /** One page of a set. */
  @Schema(name = "BulkRetryEntryList")
  public record EntryList(
      @Schema(description = "The oldest first", required = true) List<EntryAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}

  /** One page of jobs. */
  @Schema(name = "BulkRetryList")
  public record BulkRetryList(
      @Schema(description = "The newest first", required = true) List<BulkRetryAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
