package dev.synctrail.web.flowcontrol;

import dev.synctrail.access.Right;
import dev.synctrail.flowcontrol.BreakerStatus;
import dev.synctrail.flowcontrol.BreakerStatuses;
import dev.synctrail.flowcontrol.TrafficPolicies;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.Preconditions;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What protects a platform from us: its breaker and its bucket of requests. */
@Path("/platforms/{id}/protection")
@Tag(name = QueueResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class TrafficPolicyResource {
  private final TrafficPolicies trafficPolicies;
  private final BreakerStatuses breakerStatuses;
  private final Platforms platforms;
  private final FlowControlChanges changes;

  @Inject
  public TrafficPolicyResource(
      TrafficPolicies trafficPolicies,
      BreakerStatuses breakerStatuses,
      Platforms platforms,
      FlowControlChanges changes) {
    this.trafficPolicies = trafficPolicies;
    this.breakerStatuses = breakerStatuses;
    this.platforms = platforms;
    this.changes = changes;
  }

  /** Shows the protection of a platform. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "Show what protects a platform",
      description =
          "Its breaker, as the answering server has it, its bucket of requests, which all servers"
              + " share, and what people set. The revision is the ETag.")
  @APIResponse(
      responseCode = "200",
      description = "The protection",
      content = @Content(schema = @Schema(implementation = ProtectionAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such platform")
  public Response show(
      @PathParam("id") @Parameter(description = "The platform's id") PlatformId id) {
    return answer(required(id), trafficPolicies.of(id));
  }

  /** Sets the protection of a platform. */
  @PUT
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Set what protects a platform",
      description =
          "All of it: what is left out is as configured. Every server heeds it from its next request"
              + " to the platform on. Other settings of the breaker begin to count anew.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = ProtectionRequest.class)))
  @APIResponse(
      responseCode = "200",
      description = "The protection as it is now",
      content = @Content(schema = @Schema(implementation = ProtectionAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such platform")
  @APIResponse(
      responseCode = "409",
      description = "`CHANGED_MEANWHILE`: by somebody else, just now")
  @APIResponse(
      responseCode = "412",
      description = "`PRECONDITION_FAILED`: `If-Match` or `If-None-Match` does not hold")
  public Response set(
      @PathParam("id") @Parameter(description = "The platform's id") PlatformId id,
      @HeaderParam("If-Match")
          @Parameter(
              description = "ETags, of which one must be that of the revision to be replaced",
              schema = @Schema(type = SchemaType.STRING),
              example = "\"1\"")
          @Nullable List<String> ifMatch,
      @HeaderParam("If-None-Match")
          @Parameter(
              description = "ETags, of which none may be the present one; `*` for none at all",
              schema = @Schema(type = SchemaType.STRING),
              example = "\"2\"")
          @Nullable List<String> ifNoneMatch,
      byte[] body) {
    Wanted wanted = JsonBody.read(body, Wanted::read);
    Platform platform = required(id);
    TrafficPolicy current = trafficPolicies.of(id);
    Preconditions.of(ifMatch, ifNoneMatch)
        .require(etag(current), "the protection of platform \"" + id + "\"");
    return answer(
        platform,
        changes
            .protect(current, wanted.settings(), wanted.reason())
            .orElseThrow(TrafficPolicyResource::changedMeanwhile));
  }

  /** Tells the breaker what to be. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Path("breaker")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Open or close a platform's breaker",
      description =
          "On every server, once; it goes on by itself then. CLOSED forgets what it counted and lets"
              + " requests leave; OPEN lets none leave for as long as it stays open by itself. To"
              + " hold everything back until further notice, pause the platform.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = BreakerRequest.class)))
  @APIResponse(
      responseCode = "200",
      description = "The protection as it is now",
      content = @Content(schema = @Schema(implementation = ProtectionAnswer.class)))
  @APIResponse(responseCode = "404", description = "There is no such platform")
  @APIResponse(
      responseCode = "409",
      description = "`CHANGED_MEANWHILE`: by somebody else, just now")
  public Response order(
      @PathParam("id") @Parameter(description = "The platform's id") PlatformId id, byte[] body) {
    Ordered ordered = JsonBody.read(body, Ordered::read);
    Platform platform = required(id);
    return answer(
        platform,
        changes
            .order(id, ordered.state(), ordered.reason())
            .orElseThrow(TrafficPolicyResource::changedMeanwhile));
  }

  /** Lists what people set. */
  @GET
  @Needs(Right.METADATA)
  @Path("revisions")
  @Operation(
      summary = "List what people set to protect a platform",
      description = "Every revision, the newest first.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = RevisionList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  @APIResponse(responseCode = "404", description = "There is no such platform")
  public Response revisions(
      @PathParam("id") @Parameter(description = "The platform's id") PlatformId id,
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    required(id);
    Paging.Page<TrafficPolicyRevision> page =
        Paging.asked(uri, limit, cursor)
            .of(trafficPolicies.revisions(id), set -> Integer.toString(set.revision()))
            .map(TrafficPolicyRevision::of);
    return page.linked(
        Response.ok(
            new RevisionList(
                page.data(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(count, () -> trafficPolicies.revisions(id).size()))));
  }

  private Platform required(PlatformId id) {
    return platforms.find(id).orElseThrow(() -> Problem.notFound("platform \"" + id + "\""));
  }

  private static Problem changedMeanwhile() {
    return Problem.conflict("CHANGED_MEANWHILE", "Somebody else changed the protection just now");
  }

  private static String etag(TrafficPolicy trafficPolicy) {
    return "\"" + trafficPolicy.revision() + "\"";
  }

  private Response answer(Platform platform, TrafficPolicy trafficPolicy) {
    return Response.ok(ProtectionAnswer.of(breakerStatuses.of(platform), trafficPolicy))
        .header("ETag", etag(trafficPolicy))
        .build();
  }

  private record Wanted(Settings settings, @Nullable String reason) {

    static Wanted read(JsonBody in) {
      return new Wanted(
          new Settings(
              in.optionalInteger("calls", 1, Settings.MOST_CALLS),
              in.optionalInteger("failuresPercent", 1, 100),
              in.optionalValue("openFor", Wanted::openFor),
              in.optionalInteger("ratePerMinute", 0, Settings.MOST_PER_MINUTE),
              in.optionalInteger("burst", 1, Settings.MOST_PER_MINUTE)),
          in.optionalText("reason", 1_000));
    }

    private static Duration openFor(String text) {
      try {
        Duration openFor = Duration.parse(text);
        return new Settings(null, null, openFor, null, null).openFor() == null
            ? Duration.ZERO
            : openFor;
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("Not an ISO-8601 duration such as PT30S", e);
      }
    }
  }

  private record Ordered(TrafficPolicy.State state, String reason) {

    static Ordered read(JsonBody in) {
      return new Ordered(
          in.constant("state", TrafficPolicy.State.class), in.text("reason", 1, 1_000));
    }
  }

  /** What protects a platform. */
  @Schema(name = "Protection")
  public record ProtectionAnswer(
      @Schema(description = "The breaker, as the answering server has it", required = true)
          BreakerAnswer breaker,
      @Schema(description = "The bucket of all servers; absent when the rate is not limited")
          @Nullable BucketAnswer bucket,
      @Schema(description = "What people set", required = true) TrafficPolicyRevision set) {

    static ProtectionAnswer of(BreakerStatus now, TrafficPolicy trafficPolicy) {
      BreakerStatus.Breaker breaker = now.breaker();
      BreakerStatus.Bucket bucket = now.bucket();
      return new ProtectionAnswer(
          new BreakerAnswer(
              breaker.state(),
              breaker.openUntil(),
              breaker.seen(),
              breaker.failed(),
              breaker.calls(),
              breaker.failuresPercent(),
              breaker.openFor().toString()),
          bucket == null
              ? null
              : new BucketAnswer(bucket.ratePerMinute(), bucket.burst(), bucket.left()),
          TrafficPolicyRevision.of(trafficPolicy));
    }
  }

  /** A breaker. */
  @Schema(name = "Breaker")
  public record BreakerAnswer(
      @Schema(description = "CLOSED, OPEN or HALF_OPEN", required = true, example = "CLOSED")
          String state,
      @Schema(description = "When it tries again; absent unless it is open")
          @Nullable Instant openUntil,
      @Schema(description = "How many exchanges it has counted", required = true, example = "8")
          int seen,
      @Schema(description = "How many of them failed", required = true, example = "1") int failed,
      @Schema(description = "How many of the last it looks at", required = true, example = "10")
          int calls,
      @Schema(
              description = "How many percent of them must have failed",
              required = true,
              example = "50")
          int failuresPercent,
      @Schema(description = "How long nothing leaves then", required = true, example = "PT30S")
          String openFor) {}

  /** A bucket. */
  @Schema(name = "Bucket")
  public record BucketAnswer(
      @Schema(
              description = "How many requests may leave in a minute",
              required = true,
              example = "120")
          int ratePerMinute,
      @Schema(description = "How many of them may leave at once", required = true, example = "120")
          int burst,
      @Schema(description = "How many could leave at once now", required = true, example = "97")
          long left) {}

  /** A protection that is wanted. */
  @Schema(name = "ProtectionRequest")
  public record ProtectionRequest(
      @Schema(
              description = "How many of the last exchanges the breaker looks at",
              minimum = "1",
              maximum = "1000",
              example = "10")
          @Nullable Integer calls,
      @Schema(
              description = "How many percent of them must have failed",
              minimum = "1",
              maximum = "100",
              example = "50")
          @Nullable Integer failuresPercent,
      @Schema(description = "How long nothing leaves then, PT1S to PT24H", example = "PT30S")
          @Nullable String openFor,
      @Schema(
              description = "How many requests may leave in a minute; 0 for any",
              minimum = "0",
              maximum = "1000000",
              example = "120")
          @Nullable Integer ratePerMinute,
      @Schema(
              description = "How many of them may leave at once; as many when left out",
              minimum = "1",
              maximum = "1000000",
              example = "20")
          @Nullable Integer burst,
      @Schema(description = "Why", maxLength = 1_000, example = "they asked for less")
          @Nullable String reason) {}

  /** What a breaker is told. */
  @Schema(name = "BreakerRequest")
  public record BreakerRequest(
      @Schema(description = "What it is to be", required = true) TrafficPolicy.State state,
      @Schema(
              description = "Why",
              required = true,
              minLength = 1,
              maxLength = 1_000,
              example = "they are back")
          String reason) {}

  /** One page of revisions. */
  @Schema(name = "ProtectionRevisionList")
  public record RevisionList(
      @Schema(description = "The newest first", required = true) List<TrafficPolicyRevision> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
