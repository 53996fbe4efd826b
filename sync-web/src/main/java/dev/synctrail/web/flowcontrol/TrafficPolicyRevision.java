package dev.synctrail.web.flowcontrol;

import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.flowcontrol.TrafficPolicy.Order;
import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A revision of the traffic policy of a platform; absent members have the configured defaults. */
@Schema(name = "ProtectionRevision")
public record TrafficPolicyRevision(
    @Schema(description = "0 if never configured", example = "2") int revision,
    @Schema(description = "Number of recent requests evaluated by the breaker", example = "10")
        @Nullable Integer calls,
    @Schema(description = "Failure threshold in percent", example = "50")
        @Nullable Integer failuresPercent,
    @Schema(description = "Open time", example = "PT30S") @Nullable String openFor,
    @Schema(description = "Requests per minute; 0 for unlimited", example = "120")
        @Nullable Integer ratePerMinute,
    @Schema(description = "Burst size", example = "20") @Nullable Integer burst,
    @Schema(description = "Last manual state of the breaker") TrafficPolicy.@Nullable State ordered,
    @Schema(description = "Time of the last manual state") @Nullable Instant orderedAt,
    @Schema(description = "Reason", example = "they asked for less") @Nullable String reason,
    @Schema(description = "Time of this revision") @Nullable Instant changedAt,
    @Schema(description = "Author of this revision", example = "admin")
        @Nullable String changedBy) {

  /** Converts a revision. */
  public static TrafficPolicyRevision of(TrafficPolicy trafficPolicy) {
    Settings settings = trafficPolicy.settings();
    Duration openFor = settings.openFor();
    Order order = trafficPolicy.order();
    return new TrafficPolicyRevision(
        trafficPolicy.revision(),
        settings.calls(),
        settings.failuresPercent(),
        openFor == null ? null : openFor.toString(),
        settings.ratePerMinute(),
        settings.burst(),
        order == null ? null : order.state(),
        order == null ? null : order.at(),
        trafficPolicy.reason(),
        trafficPolicy.changedAt(),
        trafficPolicy.changedBy());
  }
}
