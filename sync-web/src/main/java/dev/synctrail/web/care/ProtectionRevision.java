package dev.synctrail.web.care;

import dev.synctrail.care.Protection;
import dev.synctrail.care.Protection.Order;
import dev.synctrail.care.Protection.Settings;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What people set for a platform; absent members are as configured. */
@Schema(name = "ProtectionRevision")
public record ProtectionRevision(
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
    @Schema(description = "What the breaker was told last") Protection.@Nullable State ordered,
    @Schema(description = "When it was told") @Nullable Instant orderedAt,
    @Schema(description = "Why", example = "they asked for less") @Nullable String reason,
    @Schema(description = "When this revision was made") @Nullable Instant changedAt,
    @Schema(description = "Who made this revision", example = "admin") @Nullable String changedBy) {

  /** Tells of a revision. */
  public static ProtectionRevision of(Protection protection) {
    Settings settings = protection.settings();
    Duration openFor = settings.openFor();
    Order order = protection.order();
    return new ProtectionRevision(
        protection.revision(),
        settings.calls(),
        settings.failuresPercent(),
        openFor == null ? null : openFor.toString(),
        settings.ratePerMinute(),
        settings.burst(),
        order == null ? null : order.state(),
        order == null ? null : order.at(),
        protection.reason(),
        protection.changedAt(),
        protection.changedBy());
  }
}
