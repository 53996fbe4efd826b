package dev.synctrail.web.history;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.DetermineActions;
import dev.synctrail.drift.DriftPolicy;
import dev.synctrail.drift.DriftVerdicts;
import dev.synctrail.flowcontrol.Queueing;
import dev.synctrail.flowcontrol.Queueing.Queued;
import dev.synctrail.flowcontrol.WaitReason;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Page;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncProgress;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.platform.PlatformChoice;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.FieldsParameter;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import dev.synctrail.web.rest.SynctrailApi;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Lists syncs and returns their details.
 *
 * <p>An id is a UUID and a type key never is one, so no type key can shadow a route. Only {@code
 * /sync/type/history} matches two routes: it is the history of the type {@code history}, and that
 * of the type {@code type} is at {@code /sync/type/type}.
 */
@Path("/sync")
@Tag(name = "Syncs", description = "One transfer of one content type to or from a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class SyncsResource {
  private final SyncHistory history;
  private final Payloads payloads;
  private final PayloadSearchAccess payloadSearchAccess;
  private final DriftVerdicts driftVerdicts;
  private final Queueing queueing;
  private final DriftPolicy policy;
  private final DetermineActions determineActions;
  private final PlatformChoice defaultPlatform;
  private final Clock clock;
  private final Authorization authorization;

  @Inject
  public SyncsResource(
      SyncHistory history,
      Payloads payloads,
      PayloadSearchAccess payloadSearchAccess,
      DriftVerdicts driftVerdicts,
      Queueing queueing,
      DriftPolicy policy,
      DetermineActions determineActions,
      PlatformChoice defaultPlatform,
      Clock clock,
      Authorization authorization) {
    this.history = history;
    this.payloads = payloads;
    this.payloadSearchAccess = payloadSearchAccess;
    this.driftVerdicts = driftVerdicts;
    this.queueing = queueing;
    this.policy = policy;
    this.determineActions = determineActions;
    this.defaultPlatform = defaultPlatform;
    this.clock = clock;
    this.authorization = authorization;
  }

  /** Lists syncs. */
  @GET
  @Needs(Right.METADATA)
  @Path("history")
  @Operation(
      summary = "List syncs",
      description =
          "Syncs that match all filters, newest first by default. The cost of a page"
              + " does not depend on the length of the history.")
  public Page<SyncAnswer> list(
      @BeanParam CriteriaParameters criteria,
      @BeanParam PageParameters page,
      @BeanParam FieldsParameter fields,
      @Context HttpServletResponse response) {
    return page(payloadSearchAccess.allowed(criteria.filter()), criteria, page, response);
  }

  private Page<SyncAnswer> page(
      SyncFilter filter,
      CriteriaParameters criteria,
      PageParameters page,
      HttpServletResponse response) {
    SyncQuery query =
        page.query(
            (limit, cursor, count) -> SyncQuery.of(filter, criteria.order(), limit, cursor, count));
    Page<SyncAnswer> syncs = history.page(query).map(SyncAnswer::of);
    payloadSearchAccess.addUnindexed(filter, response);
    return syncs;
  }

  /** Lists the syncs of one type. */
  @GET
  @Needs(Right.METADATA)
  @Path("type/{typeKey}")
  @Operation(
      summary = "List the syncs of one type",
      description = "History of one type, with its latest successful sync.")
  public TypeHistoryAnswer ofType(
      @PathParam("typeKey") @Parameter(description = "Content type") TypeKey typeKey,
      @BeanParam CriteriaParameters criteria,
      @BeanParam PageParameters page,
      @Context HttpServletResponse response) {
    SyncFilter filter =
        payloadSearchAccess.allowed(criteria.filter().with(Criterion.TYPE_KEY, typeKey));
    Page<SyncAnswer> syncs = page(filter, criteria, page, response);
    return TypeHistoryAnswer.of(
        typeKey,
        history
            .lastSuccessful(
                typeKey,
                filter.get(Criterion.PLATFORM, PlatformId.class),
                filter.get(Criterion.DIRECTION, Direction.class))
            .map(SyncAnswer::of)
            .orElse(null),
        syncs);
  }

  /** Lists the syncs of one type, at an alias of its path. */
  @GET
  @Needs(Right.METADATA)
  @Path("{typeKey: (?!type/)[A-Za-z][_0-9A-Za-z]*}/history")
  @Operation(
      summary = "List the syncs of one type (alias)",
      description = "The same as `/sync/type/{typeKey}`.")
  public TypeHistoryAnswer ofTypeByItsFirstPath(
      @PathParam("typeKey") @Parameter(description = "Content type") TypeKey typeKey,
      @BeanParam CriteriaParameters criteria,
      @BeanParam PageParameters page,
      @Context HttpServletResponse response) {
    return ofType(typeKey, criteria, page, response);
  }

  /** Returns the last successful sync of a type. */
  @GET
  @Needs(Right.METADATA)
  @Path("type/{typeKey}/last-successful")
  @Operation(
      summary = "Show the last successful sync of a type",
      description = "Starting point of an incremental sync. Dry runs do not count.")
  @APIResponseSchema(SyncAnswer.class)
  @APIResponse(responseCode = "404", description = "There is no successful sync")
  public SyncAnswer lastSuccessful(
      @PathParam("typeKey") @Parameter(description = "Content type") TypeKey typeKey,
      @QueryParam("platform")
          @Parameter(description = "Platform; default the only one, else `optimizely`")
          @Nullable PlatformId platform,
      @QueryParam("direction") @Parameter(description = "Direction; default `PUSH`")
          @Nullable Direction direction) {
    PlatformId where = defaultPlatform.orNamed(platform);
    Direction way = direction == null ? Direction.PUSH : direction;
    return history
        .lastSuccessful(typeKey, where, way)
        .map(SyncAnswer::of)
        .orElseThrow(
            () -> Problem.notFound("successful " + way + " of " + typeKey + " with " + where));
  }

  /** Returns a sync with all details. */
  @GET
  @Needs(Right.METADATA)
  @Path(SynctrailApi.SYNC_ID)
  @Operation(
      summary = "Show a sync",
      description = "All details of a sync; the checksums of its payloads are verified.")
  public SyncAnswer show(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId,
      @QueryParam("include")
          @Parameter(
              description = "`data` includes the payloads; requires the right `PAYLOAD`",
              schema = @Schema(type = SchemaType.STRING, enumeration = "data"))
          @Nullable String include) {
    if (include != null && !include.equals("data")) {
      throw Problem.malformedParameter("include", "Must be data");
    }
    if (include != null) {
      authorization.require(Right.PAYLOAD);
    }
    SyncSummary sync = history.find(new SyncId(syncId)).orElseThrow(() -> unknown(syncId));
    return SyncAnswer.of(
        sync,
        history.isIntact(sync.id()),
        include == null ? Map.of() : data(sync),
        driftVerdicts
            .on(sync.id())
            .map(verdict -> DriftVerdictAnswer.of(verdict, policy, clock.instant()))
            .orElse(null),
        determineActions.with(sync.id()).map(AllowedActionsAnswer::of).orElse(null));
  }

  /** Payloads without their recorded checksum are left out; {@code intact} is then false. */
  private Map<PayloadRole, Snapshot> data(SyncSummary sync) {
    Map<PayloadRole, Snapshot> data = new EnumMap<>(PayloadRole.class);
    for (PayloadRole payloadRole : List.of(PayloadRole.SENT, PayloadRole.ANSWERED)) {
      payloads.ifProved(sync, payloadRole).ifPresent(snapshot -> data.put(payloadRole, snapshot));
    }
    return data;
  }

  /** Returns the status of a sync. */
  @GET
  @Needs(Right.METADATA)
  @Path(SynctrailApi.SYNC_ID + "/status")
  @Operation(
      summary = "Show the status of a sync",
      description =
          "A small response, 304 while nothing has changed. Poll every 2 s until" + " `settled`.")
  @APIResponse(
      responseCode = "200",
      description = "State",
      content = @Content(schema = @Schema(implementation = StatusAnswer.class)),
      headers = @Header(name = "ETag", description = "Changes with the response"))
  @APIResponse(responseCode = "304", description = "Unchanged (`If-None-Match`)")
  public Response status(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId,
      @Context Request request) {
    StatusAnswer answer =
        history
            .progress(new SyncId(syncId))
            .map(progress -> StatusAnswer.of(progress, waits(progress)))
            .orElseThrow(() -> unknown(syncId));
    EntityTag tag =
        new EntityTag(
            Checksum.of(answer.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32));
    return Optional.ofNullable(request.evaluatePreconditions(tag))
        .orElseGet(() -> Response.ok(answer))
        .tag(tag)
        .build();
  }

  private @Nullable WaitReason waits(SyncProgress progress) {
    return progress.settled()
        ? null
        : queueing.find(progress.id().value()).map(Queued::waits).orElse(null);
  }

  /** Lists the attempts of a sync. */
  @GET
  @Needs(Right.METADATA)
  @Path(SynctrailApi.SYNC_ID + "/attempts")
  @Operation(
      summary = "List the attempts of a sync",
      description = "In order, each with its HTTP requests.")
  public List<AttemptAnswer> attempts(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId) {
    requireKnown(syncId);
    return history.attempts(new SyncId(syncId)).stream().map(AttemptAnswer::of).toList();
  }

  /** Lists the events of a sync. */
  @GET
  @Needs(Right.METADATA)
  @Path(SynctrailApi.SYNC_ID + "/events")
  @Operation(
      summary = "List the events of a sync",
      description = "Transitions, relinks and external updates, in order.")
  public List<EventAnswer> events(
      @PathParam("syncId") @Parameter(description = "Id of the sync") UUID syncId) {
    requireKnown(syncId);
    return history.events(new SyncId(syncId)).stream().map(EventAnswer::of).toList();
  }

  private void requireKnown(UUID syncId) {
    if (history.progress(new SyncId(syncId)).isEmpty()) {
      throw unknown(syncId);
    }
  }

  static Problem unknown(UUID syncId) {
    return Problem.notFound("sync " + syncId);
  }
}
