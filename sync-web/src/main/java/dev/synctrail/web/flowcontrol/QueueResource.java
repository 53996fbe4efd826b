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
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncProgress;
import dev.synctrail.platform.Halt;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog.Kind;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
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
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is queued, and why it waits. */
@Path("/queue")
@Tag(
    name = QueueResource.TAG,
    description = "What is queued, what holds it back, and what protects platforms")
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

  /** Lists what is queued. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List what is queued",
      description =
          "Syncs, listings of platforms, looks and checks, in the order in which they are due, each"
              + " with why it waits or which lane is at it.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = QueueList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  public Response list(
      @QueryParam("platform") @Parameter(description = "Only for this platform")
          @Nullable PlatformId platform,
      @QueryParam("kind") @Parameter(description = "Only of this kind") @Nullable Kind kind,
      @QueryParam("state")
          @Parameter(
              description =
                  "`HELD` by a lane, `DUE` by its time, or to be done `LATER`; what keeps it back"
                      + " otherwise is in `waits`")
          QueueEntry.@Nullable State state,
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    Paging paging = Paging.asked(uri, limit, cursor);
    Instant now = clock.instant();
    Paging.Page<Queued> page =
        paging.page(
            queueing.page(
                new Filter(platform, kind, state),
                paging.key(QueueResource::position),
                paging.backwards(),
                paging.limit() + 1),
            queued -> queued.entry().due() + "|" + queued.entry().trail());
    return page.linked(
        Response.ok(
            new QueueList(
                page.data().stream().map(queued -> EntryAnswer.of(queued, now)).toList(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(
                    count,
                    () ->
                        Paging.<Queued, Position>counted(
                            (beside, most) ->
                                queueing.page(
                                    new Filter(platform, kind, state), beside, false, most),
                            queued ->
                                new Position(queued.entry().due(), queued.entry().trail()))))));
  }

  private static Position position(String key) {
    int bar = key.indexOf('|');
    return new Position(
        Instant.parse(key.substring(0, bar)), UUID.fromString(key.substring(bar + 1)));
  }

  /** Sums up what is queued. */
  @GET
  @Needs(Right.METADATA)
  @Path("summary")
  @Operation(
      summary = "Sum up what is queued",
      description = "For every platform: how much, since when, what holds it back, which lanes.")
  @APIResponse(
      responseCode = "200",
      description = "Every platform in use, and every other that has work",
      content = @Content(schema = @Schema(implementation = SummaryList.class)))
  public Response summary(
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    var all = queueing.summary();
    var page =
        Paging.asked(uri, limit, cursor)
            .of(all, summary -> summary.backlogged().platform().value())
            .map(SummaryAnswer::of);
    return page.linked(
        Response.ok(
            new SummaryList(
                page.data(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(count, all::size))));
  }

  /** Shows how something is queued. */
  @GET
  @Needs(Right.METADATA)
  @Path("{trail}")
  @Operation(
      summary = "Show how something is queued",
      description = "A sync, the listing of a retrieval, a look or a check, by its own id.")
  @APIResponse(
      responseCode = "200",
      description = "How it is queued",
      content = @Content(schema = @Schema(implementation = EntryAnswer.class)))
  @APIResponse(responseCode = "404", description = "It is not queued")
  public EntryAnswer show(
      @PathParam("trail") @Parameter(description = "The sync, retrieval, look or check")
          UUID trail) {
    return queueing
        .find(trail)
        .map(queued -> EntryAnswer.of(queued, clock.instant()))
        .orElseThrow(() -> Problem.notFound("entry of the queue " + trail));
  }

  /** Makes something due. */
  @POST
  @Needs(Right.ACTION)
  @Idempotent
  @Path("{trail}/requeue")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Make something due now",
      description =
          "What would wait to be tried again waits no longer. A pause, a freeze or earlier work on"
              + " the same type still keeps it back. A sync keeps who asked for it and why.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = RequeueRequest.class)))
  @APIResponse(
      responseCode = "200",
      description = "How it is queued now",
      content = @Content(schema = @Schema(implementation = EntryAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such thing")
  @APIResponse(
      responseCode = "409",
      description =
          "`LANE_AT_WORK`: there is nothing to call up. `NOT_QUEUED`: the sync is over, or was left"
              + " to a person, which `POST /sync/{syncId}/retry` settles")
  public EntryAnswer requeue(
      @PathParam("trail") @Parameter(description = "The sync, retrieval, look or check") UUID trail,
      byte[] body,
      @Context SecurityContext security) {
    String reason = JsonBody.read(body, in -> new Asked(in.text("reason", 1, 1_000))).reason();
    try {
      return queueing
          .requeue(trail, reason, security.getUserPrincipal().getName())
          .map(queued -> EntryAnswer.of(queued, clock.instant()))
          .orElseThrow(() -> notQueued(trail));
    } catch (AtWork e) {
      throw Problem.conflict("LANE_AT_WORK", String.valueOf(e.getMessage()));
    }
  }

  private Problem notQueued(UUID trail) {
    SyncProgress sync = history.progress(new SyncId(trail)).orElse(null);
    if (sync == null) {
      return Problem.notFound("entry of the queue " + trail);
    }
    return Problem.conflict(
        "NOT_QUEUED",
        sync.settled()
            ? "The sync is over: it is " + sync.status()
            : "The sync is "
                + sync.status()
                + " and not in the queue: POST /sync/"
                + trail
                + "/retry settles it");
  }

  private record Asked(String reason) {}

  /** Why something is made due. */
  @Schema(name = "RequeueRequest")
  public record RequeueRequest(
      @Schema(
              description = "Why",
              required = true,
              minLength = 1,
              maxLength = 1_000,
              example = "they are back")
          String reason) {}

  /** One piece of work. */
  @Schema(name = "QueueEntry")
  public record EntryAnswer(
      @Schema(description = "The sync, retrieval, look or check", required = true) UUID trail,
      @Schema(description = "What it is", required = true) Kind kind,
      @Schema(
              description = "Where it is shown, below the base of the API",
              required = true,
              example = "sync/0193a1f4-7c00-7aaa-8bbb-0123456789ab")
          String href,
      @Schema(description = "The platform", required = true, example = "sandbox") String platform,
      @Schema(description = "The type; absent for what is of no single one", example = "Hero")
          @Nullable String typeKey,
      @Schema(description = "The deployment or retrieval it belongs to") @Nullable UUID run,
      @Schema(description = "How it stands by itself", required = true) QueueEntry.State state,
      @Schema(description = "From when on it may be taken", required = true) Instant dueAt,
      @Schema(description = "When it was asked for", required = true) Instant waitingSince,
      @Schema(description = "How often it was taken", required = true, example = "1") int tries,
      @Schema(description = "Why it waits", required = true) WaitReasonAnswer waits,
      @Schema(description = "The lane that is at it; absent for none", example = "sandbox-0")
          @Nullable String lane,
      @Schema(description = "The server that works on that lane", example = "host-4711")
          @Nullable String server,
      @Schema(description = "When that server last said that it lives")
          @Nullable Instant heartbeat) {

    static EntryAnswer of(Queued queued, Instant now) {
      QueueEntry entry = queued.entry();
      TypeKey typeKey = entry.typeKey();
      Holder holder = entry.holder();
      return new EntryAnswer(
          entry.trail(),
          entry.kind(),
          switch (entry.kind()) {
            case SYNC -> "sync/" + entry.trail();
            case LISTING -> "retrievals/" + entry.trail();
            case SURVEY -> "checks/" + entry.trail();
            case CHECK -> "platforms/" + entry.platform() + "/drift";
          },
          entry.platform().value(),
          typeKey == null ? null : typeKey.value(),
          entry.run(),
          entry.state(now),
          entry.due(),
          entry.since(),
          entry.tries(),
          WaitReasonAnswer.of(queued.waits()),
          holder == null ? null : holder.lane(),
          holder == null ? null : holder.server(),
          holder == null ? null : holder.heartbeat());
    }
  }

  /** One page of the queue. */
  @Schema(name = "QueueList")
  public record QueueList(
      @Schema(description = "What is due first comes first", required = true)
          List<EntryAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}

  /** What is queued for one platform. */
  @Schema(name = "QueueSummary")
  public record SummaryAnswer(
      @Schema(description = "The platform", required = true, example = "sandbox") String platform,
      @Schema(description = "Everything that is queued", required = true, example = "12")
          long backlog,
      @Schema(description = "How many could be taken by their time", required = true, example = "7")
          long due,
      @Schema(description = "How many lanes are at", required = true, example = "2") long held,
      @Schema(description = "Since when the oldest waits that no lane is at; absent for none")
          @Nullable Instant oldestWaiting,
      @Schema(description = "What people hold back", required = true) Halt.Scope halted,
      @Schema(
              description = "Why; absent for nothing",
              example = "Platform sandbox is paused by admin: they are migrating")
          @Nullable String why,
      @Schema(description = "When that ends by itself") @Nullable Instant until,
      @Schema(description = "The lanes that are at work", required = true) List<LaneAnswer> lanes) {

    static SummaryAnswer of(Summary summary) {
      Halt halt = summary.halt();
      return new SummaryAnswer(
          summary.backlogged().platform().value(),
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

  /** A lane at work. */
  @Schema(name = "LaneHolder")
  public record LaneAnswer(
      @Schema(description = "Its name", required = true, example = "sandbox-0") String lane,
      @Schema(
              description = "The server that works on it; absent when it died",
              example = "host-4711")
          @Nullable String server,
      @Schema(description = "When that server last said that it lives") @Nullable Instant heartbeat,
      @Schema(description = "What it is at", required = true) UUID trail) {

    static Stream<LaneAnswer> of(QueueEntry entry) {
      Holder holder = entry.holder();
      return holder == null
          ? Stream.empty()
          : Stream.of(
              new LaneAnswer(holder.lane(), holder.server(), holder.heartbeat(), entry.trail()));
    }
  }

  /** What is queued for each platform. */
  @Schema(name = "QueueSummaryList")
  public record SummaryList(
      @Schema(description = "By the platform's id", required = true) List<SummaryAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
