package dev.synctrail.web.flowcontrol;

import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.flowcontrol.TrafficPolicy.Order;
import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What people set for a platform; absent members are as configured. */
@Schema(name = "ProtectionRevision")
public record TrafficPolicyRevision(
    @Schema(description = "0 when nobody ever set anything", required = true, example = "2")
        int revision,
    @Schema(description = "How many of the last exchanges the breaker looks at", example = "10")
        @Nullable Integer calls,
    @Schema(description = "How many percent of them must have failed", example = "50")
        @Nullable Integer failuresPercent,
    @Schema(description = "How long nothing leaves then", example = "PT30S")
        @Nullable String openFor,
    @Schema(description = "How many requests may leave in a minute; 0 for any", example = "120")
        @Nullable Integer ratePerMinute,
    @Schema(description = "How many of them may leave at once", example = "20")
        @Nullable Integer burst,
    @Schema(description = "What the breaker was told last") TrafficPolicy.@Nullable State ordered,
    @Schema(description = "When it was told") @Nullable Instant orderedAt,
    @Schema(description = "Why", example = "they asked for less") @Nullable String reason,
    @Schema(description = "When this revision was made") @Nullable Instant changedAt,
    @Schema(description = "Who made this revision", example = "admin") @Nullable String changedBy) {

  /** Tells of a revision. */
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
