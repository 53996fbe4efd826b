package dev.synctrail.web.flowcontrol;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.flowcontrol.QueueEntries.Filter;
import dev.synctrail.flowcontrol.QueueEntries.Position;
import dev.synctrail.flowcontrol.QueueEntry;
import dev.synctrail.flowcontrol.QueueEntry.Holder;
import dev.synctrail.flowcontrol.Queueing;
import dev.synctrail.flowcontrol.Queueing.AtWork;
import dev.synctrail.flowcontrol.Queueing.Queued;
import dev.synctrail.flowcontrol.Queueing.Summary;
import dev.synctrail.flowcontrol.WaitReason;
import dev.synctrail.gateway.Halt;
import dev.synctrail.history.Page;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncProgress;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog.Kind;
import dev.synctrail.tracking.SyncId;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists queue entries with their wait reasons, and runs them now. */
@Path("/queue")
@Tag(
    name = QueueResource.TAG,
    description = "Queue, pauses, change freezes, circuit breakers and rate limits")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class QueueResource {
  static final String TAG = "Queue";

  private final Queueing queueing;
  private final SyncHistory history;
  private final Clock clock;

  @Inject
  public QueueResource(Queueing queueing, SyncHistory history, Clock clock) {
    this.queueing = queueing;
    this.history = history;
    this.clock = clock;
  }

  /** Lists queue entries. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List queue entries",
      description =
          "Syncs, listings, read-backs and platform checks in the order in which they"
              + " are due, each with its wait reason or its worker.")
  public Page<EntryAnswer> list(
      @QueryParam("platform") @Parameter(description = "Platform") @Nullable PlatformId platform,
      @QueryParam("kind") @Parameter(description = "Kind of entry") @Nullable Kind kind,
      @QueryParam("state")
          @Parameter(
              description =
                  "`HELD`: taken by a worker; `DUE`: its time has come; `LATER`: scheduled."
                      + " Other wait reasons are in `waits`")
          QueueEntry.@Nullable State state,
      @BeanParam PageParameters page) {
    Instant now = clock.instant();
    return page.read(
            Position::parse,
            (key, backwards, size) ->
                queueing.page(new Filter(platform, kind, state), key, backwards, size),
            queued -> new Position(queued.entry().due(), queued.entry().workId()))
        .map(queued -> EntryAnswer.of(queued, now));
  }

  /** Summarizes the queue by platform. */
  @GET
  @Needs(Right.METADATA)
  @Path("summary")
  @Operation(
      summary = "Summarize the queue",
      description = "Per platform: number of entries, oldest entry, blocks and workers.")
  public Page<SummaryAnswer> summary(@BeanParam PageParameters page) {
    return page.of(queueing.summary(), summary -> summary.backlogged().platform().value())
        .map(SummaryAnswer::of);
  }

  /** Shows a queue entry. */
  @GET
  @Needs(Right.METADATA)
  @Path("{trail}")
  @Operation(
      summary = "Show a queue entry",
      description = "By the id of the sync, retrieval, read-back or platform check.")
  @APIResponseSchema(EntryAnswer.class)
  @APIResponse(responseCode = "404", description = "Not queued")
  public EntryAnswer show(
      @PathParam("trail") @Parameter(description = "Id of the sync, retrieval, read-back or check")
          UUID trail) {
    return queueing
        .find(trail)
        .map(queued -> EntryAnswer.of(queued, clock.instant()))
        .orElseThrow(() -> Problem.notFound("queue entry " + trail));
  }

  /** Makes a queue entry due now. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Path("{trail}/requeue")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Run a queue entry now",
      description =
          "Makes the entry due now instead of at its scheduled time. A pause, a freeze"
              + " or earlier work on the same type still blocks it. Actor and reason of a sync"
              + " do not change.")
  @APIResponseSchema(EntryAnswer.class)
  @APIResponse(
      responseCode = "409",
      description =
          "`LANE_AT_WORK`: a worker is already processing it. `NOT_QUEUED`: the sync is"
              + " final, or its outcome stays unknown, which `POST /sync/{syncId}/retry` checks"
              + " again")
  public EntryAnswer requeue(
      @PathParam("trail") @Parameter(description = "Id of the sync, retrieval, read-back or check")
          UUID trail,
      RequeueRequest request,
      @Context SecurityContext security) {
    try {
      return queueing
          .requeue(trail, request.reason(), security.getUserPrincipal().getName())
          .map(queued -> EntryAnswer.of(queued, clock.instant()))
          .orElseThrow(() -> notQueued(trail));
    } catch (AtWork e) {
      throw Problem.conflict("LANE_AT_WORK", String.valueOf(e.getMessage()));
    }
  }

  private Problem notQueued(UUID trail) {
    SyncProgress sync = history.progress(new SyncId(trail)).orElse(null);
    if (sync == null) {
      return Problem.notFound("queue entry " + trail);
    }
    return Problem.conflict(
        "NOT_QUEUED",
        sync.settled()
            ? "The sync is final: " + sync.status()
            : "The sync is "
                + sync.status()
                + " and not in the queue: POST /sync/"
                + trail
                + "/retry checks it again");
  }

  /** Request body that makes an entry due. */
  @Schema(name = "RequeueRequest")
  public record RequeueRequest(
      @Schema(description = "Reason", example = "they are back") @Size(min = 1, max = 1_000)
          String reason) {}

  /** One queue entry. */
  @Schema(name = "QueueEntry")
  public record EntryAnswer(
      @Schema(description = "Id of the sync, retrieval, read-back or check") UUID trail,
      @Schema(description = "Kind of work") Kind kind,
      @Schema(
              description = "Path below the base of the API",
              example = "sync/0193a1f4-7c00-7aaa-8bbb-0123456789ab")
          String href,
      @Schema(description = "Platform", example = "sandbox") PlatformId platform,
      @Schema(description = "Content type; absent for work on several types", example = "Hero")
          @Nullable TypeKey typeKey,
      @Schema(description = "Deployment or retrieval it belongs to") @Nullable UUID run,
      @Schema(description = "State") QueueEntry.State state,
      @Schema(description = "Due time") Instant dueAt,
      @Schema(description = "Request time") Instant waitingSince,
      @Schema(description = "Number of times it was taken", example = "1") int attempts,
      @Schema(description = "Wait reason") WaitReason waits,
      @Schema(description = "Worker; absent if none", example = "sandbox-0") @Nullable String lane,
      @Schema(description = "Server of the worker", example = "host-4711") @Nullable String server,
      @Schema(description = "Last heartbeat of the server") @Nullable Instant heartbeat) {

    static EntryAnswer of(Queued queued, Instant now) {
      QueueEntry entry = queued.entry();
      Holder holder = entry.holder();
      return new EntryAnswer(
          entry.workId(),
          entry.kind(),
          switch (entry.kind()) {
            case SYNC -> "sync/" + entry.workId();
            case LISTING -> "retrievals/" + entry.workId();
            case PLATFORM_CHECK -> "checks/" + entry.workId();
            case CHECK -> "platforms/" + entry.platform() + "/drift";
          },
          entry.platform(),
          entry.typeKey(),
          entry.run(),
          entry.state(now),
          entry.due(),
          entry.since(),
          entry.attempts(),
          queued.waits(),
          holder == null ? null : holder.lane(),
          holder == null ? null : holder.server(),
          holder == null ? null : holder.heartbeat());
    }
  }

  /** The summary of the queue of one platform. */
  @Schema(name = "QueueSummary")
  public record SummaryAnswer(
      @Schema(description = "Platform", example = "sandbox") PlatformId platform,
      @Schema(description = "Queued entries", example = "12") long backlog,
      @Schema(description = "Due entries", example = "7") long due,
      @Schema(description = "Running entries", example = "2") long held,
      @Schema(description = "Time since when the oldest waiting entry is queued; absent if none")
          @Nullable Instant oldestWaiting,
      @Schema(description = "Active block") Halt.Scope halted,
      @Schema(
              description = "Reason; absent if nothing is blocked",
              example = "Platform sandbox is paused by admin: they are migrating")
          @Nullable String why,
      @Schema(description = "Scheduled end") @Nullable Instant until,
      @Schema(description = "Running workers") List<LaneAnswer> lanes) {

    static SummaryAnswer of(Summary summary) {
      Halt halt = summary.halt();
      return new SummaryAnswer(
          summary.backlogged().platform(),
          summary.backlogged().entries(),
          summary.backlogged().due(),
          summary.backlogged().held(),
          summary.backlogged().oldest(),
          halt.scope(),
          halt.scope() == Halt.Scope.NOTHING ? null : halt.why(),
          halt.until(),
          summary.held().stream().flatMap(LaneAnswer::of).toList());
    }
  }

  /** A lane and the entry that it is running. */
  @Schema(name = "LaneHolder")
  public record LaneAnswer(
      @Schema(description = "Name", example = "sandbox-0") String lane,
      @Schema(
              description = "Server of the worker; absent if the server has stopped",
              example = "host-4711")
          @Nullable String server,
      @Schema(description = "Last heartbeat of the server") @Nullable Instant heartbeat,
      @Schema(description = "Current entry") UUID trail) {

    static Stream<LaneAnswer> of(QueueEntry entry) {
      Holder holder = entry.holder();
      return holder == null
          ? Stream.empty()
          : Stream.of(
              new LaneAnswer(holder.lane(), holder.server(), holder.heartbeat(), entry.workId()));
    }
  }
}
