package dev.synctrail.web.flowcontrol;

import dev.synctrail.access.Right;
import dev.synctrail.flowcontrol.BreakerStatus;
import dev.synctrail.flowcontrol.BreakerStatuses;
import dev.synctrail.flowcontrol.TrafficPolicies;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import dev.synctrail.history.Page;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Preconditions;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Manages the traffic policy of a platform: circuit breaker and rate limit. */
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

  /** Shows the flow control of a platform. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "Show flow control of a platform",
      description =
          "State of the circuit breaker on the responding server, of the token bucket"
              + " shared by all servers, and the configured limits. The revision is the ETag.")
  @APIResponseSchema(value = ProtectionAnswer.class, responseDescription = "Flow control")
  public Response show(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id) {
    return answer(required(id), trafficPolicies.of(id));
  }

  /** Configures the flow control of a platform. */
  @PUT
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Configure flow control of a platform",
      description =
          "Replaces all settings; omitted members use the values of the server"
              + " configuration. Every server applies the change from its next request to the"
              + " platform on. Changed breaker settings reset its counts.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = ProtectionRequest.class)))
  @APIResponseSchema(
      value = ProtectionAnswer.class,
      responseDescription = "Flow control after the change")
  @APIResponse(
      responseCode = "409",
      description = "`CHANGED_MEANWHILE`: changed concurrently by another caller")
  @APIResponse(
      responseCode = "412",
      description = "`PRECONDITION_FAILED`: `If-Match` or `If-None-Match` does not match")
  public Response set(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      @HeaderParam("If-Match")
          @Parameter(
              description = "ETags; one must be that of the current revision",
              schema = @Schema(type = SchemaType.STRING),
              example = "\"1\"")
          @Nullable List<String> ifMatch,
      @HeaderParam("If-None-Match")
          @Parameter(
              description = "ETags; none may be the current one; `*` requires that none exists",
              schema = @Schema(type = SchemaType.STRING),
              example = "\"2\"")
          @Nullable List<String> ifNoneMatch,
      byte[] body) {
    NewPolicy policy = JsonBody.read(body, NewPolicy::read);
    Platform platform = required(id);
    TrafficPolicy current = trafficPolicies.of(id);
    Preconditions.of(ifMatch, ifNoneMatch)
        .require(etag(current), "the protection of platform \"" + id + "\"");
    return answer(
        platform,
        changes
            .setPolicy(current, policy.settings(), policy.reason())
            .orElseThrow(TrafficPolicyResource::changedMeanwhile));
  }

  /** Opens or closes the circuit breaker. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Path("breaker")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Open or close a circuit breaker",
      description =
          "Applies once to every server; the breaker then continues automatically."
              + " CLOSED resets its counts and allows requests; OPEN blocks requests for the"
              + " configured open time. To block requests until further notice, pause the"
              + " platform.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = BreakerRequest.class)))
  @APIResponseSchema(
      value = ProtectionAnswer.class,
      responseDescription = "Flow control after the change")
  @APIResponse(
      responseCode = "409",
      description = "`CHANGED_MEANWHILE`: changed concurrently by another caller")
  public Response order(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id, byte[] body) {
    BreakerOrder ordered = JsonBody.read(body, BreakerOrder::read);
    Platform platform = required(id);
    return answer(
        platform,
        changes
            .order(id, ordered.state(), ordered.reason())
            .orElseThrow(TrafficPolicyResource::changedMeanwhile));
  }

  /** Lists the revisions of the traffic policy. */
  @GET
  @Needs(Right.METADATA)
  @Path("revisions")
  @Operation(
      summary = "List revisions of flow control",
      description = "All revisions, newest first.")
  public Page<TrafficPolicyRevision> revisions(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      @BeanParam PageParameters page) {
    required(id);
    return page.of(trafficPolicies.revisions(id), set -> Integer.toString(set.revision()))
        .map(TrafficPolicyRevision::of);
  }

  private Platform required(PlatformId id) {
    return platforms.find(id).orElseThrow(() -> Problem.notFound("platform \"" + id + "\""));
  }

  private static Problem changedMeanwhile() {
    return Problem.conflict(
        "CHANGED_MEANWHILE", "Another caller has just changed the flow control settings");
  }

  private static String etag(TrafficPolicy trafficPolicy) {
    return "\"" + trafficPolicy.revision() + "\"";
  }

  private Response answer(Platform platform, TrafficPolicy trafficPolicy) {
    return Response.ok(ProtectionAnswer.of(breakerStatuses.of(platform), trafficPolicy))
        .header("ETag", etag(trafficPolicy))
        .build();
  }

  private record NewPolicy(Settings settings, @Nullable String reason) {

    static NewPolicy read(JsonBody in) {
      return new NewPolicy(
          new Settings(
              in.optionalInteger("calls", 1, Settings.MOST_CALLS),
              in.optionalInteger("failuresPercent", 1, 100),
              in.optionalValue("openFor", NewPolicy::openFor),
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
        throw new IllegalArgumentException("Must be an ISO-8601 duration such as PT30S", e);
      }
    }
  }

  private record BreakerOrder(TrafficPolicy.State state, String reason) {

    static BreakerOrder read(JsonBody in) {
      return new BreakerOrder(
          in.constant("state", TrafficPolicy.State.class), in.text("reason", 1, 1_000));
    }
  }

  /** The flow control of a platform. */
  @Schema(name = "Protection")
  public record ProtectionAnswer(
      @Schema(description = "Circuit breaker on the responding server")
          BreakerStatus.Breaker breaker,
      @Schema(description = "Token bucket shared by all servers; absent if the rate is not limited")
          BreakerStatus.@Nullable Bucket bucket,
      @Schema(description = "Configured limits") TrafficPolicyRevision set) {

    static ProtectionAnswer of(BreakerStatus now, TrafficPolicy trafficPolicy) {
      return new ProtectionAnswer(
          now.breaker(), now.bucket(), TrafficPolicyRevision.of(trafficPolicy));
    }
  }

  /** Request body that configures flow control. */
  @Schema(name = "ProtectionRequest")
  public record ProtectionRequest(
      @Schema(
              description = "Number of recent requests evaluated by the breaker",
              minimum = "1",
              maximum = "1000",
              example = "10")
          @Nullable Integer calls,
      @Schema(
              description = "Failure threshold in percent",
              minimum = "1",
              maximum = "100",
              example = "50")
          @Nullable Integer failuresPercent,
      @Schema(description = "Open time, PT1S to PT24H", example = "PT30S") @Nullable String openFor,
      @Schema(
              description = "Requests per minute; 0 for unlimited",
              minimum = "0",
              maximum = "1000000",
              example = "120")
          @Nullable Integer ratePerMinute,
      @Schema(
              description = "Burst size; default the requests per minute",
              minimum = "1",
              maximum = "1000000",
              example = "20")
          @Nullable Integer burst,
      @Schema(description = "Reason", maxLength = 1_000, example = "they asked for less")
          @Nullable String reason) {}

  /** Request body that opens or closes a breaker. */
  @Schema(name = "BreakerRequest")
  public record BreakerRequest(
      @Schema(description = "New state", required = true) TrafficPolicy.State state,
      @Schema(
              description = "Reason",
              required = true,
              minLength = 1,
              maxLength = 1_000,
              example = "they are back")
          String reason) {}
}
