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
import dev.synctrail.web.rest.ConditionParameters;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.RequestRules;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
  @APIResponseSchema(
      value = ProtectionAnswer.class,
      responseDescription = "Flow control after the change")
  @APIResponse(
      responseCode = "409",
      description = "`CHANGED_MEANWHILE`: changed concurrently by another caller")
  public Response set(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      @BeanParam ConditionParameters conditions,
      ProtectionRequest request) {
    Platform platform = required(id);
    TrafficPolicy current = trafficPolicies.of(id);
    conditions.read().require(etag(current), "the protection of platform \"" + id + "\"");
    return answer(
        platform,
        changes
            .setPolicy(current, request.settings(), request.reason())
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
  @APIResponseSchema(
      value = ProtectionAnswer.class,
      responseDescription = "Flow control after the change")
  @APIResponse(
      responseCode = "409",
      description = "`CHANGED_MEANWHILE`: changed concurrently by another caller")
  public Response order(
      @PathParam("id") @Parameter(description = "Id of the platform") PlatformId id,
      BreakerRequest request) {
    Platform platform = required(id);
    return answer(
        platform,
        changes
            .order(id, request.state(), request.reason())
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
      @Schema(description = "Number of recent requests evaluated by the breaker", example = "10")
          @Min(1)
          @Max(Settings.MOST_CALLS)
          @Nullable Integer calls,
      @Schema(description = "Failure threshold in percent", example = "50") @Min(1) @Max(100)
          @Nullable Integer failuresPercent,
      @Schema(description = "Open time, PT1S to PT24H", example = "PT30S") @Nullable String openFor,
      @Schema(description = "Requests per minute; 0 for unlimited", example = "120")
          @Min(0)
          @Max(Settings.MOST_PER_MINUTE)
          @Nullable Integer ratePerMinute,
      @Schema(description = "Burst size; default the requests per minute", example = "20")
          @Min(1)
          @Max(Settings.MOST_PER_MINUTE)
          @Nullable Integer burst,
      @Schema(description = "Reason", example = "they asked for less") @Size(max = 1_000)
          @Nullable String reason)
      implements RequestRules {

    @Override
    public void check(BiConsumer<String, String> faults) {
      try {
        new Settings(null, null, openTime(), null, null);
      } catch (DateTimeException e) {
        faults.accept("/openFor", "Must be an ISO-8601 duration such as PT30S");
      } catch (IllegalArgumentException e) {
        faults.accept("/openFor", String.valueOf(e.getMessage()));
      }
    }

    Settings settings() {
      return new Settings(calls, failuresPercent, openTime(), ratePerMinute, burst);
    }

    private @Nullable Duration openTime() {
      return openFor == null ? null : Duration.parse(openFor);
    }
  }

  /** Request body that opens or closes a breaker. */
  @Schema(name = "BreakerRequest")
  public record BreakerRequest(
      @Schema(description = "New state") TrafficPolicy.State state,
      @Schema(description = "Reason", example = "they are back") @Size(min = 1, max = 1_000)
          String reason) {}
}
