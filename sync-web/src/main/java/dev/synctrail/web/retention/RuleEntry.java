package dev.synctrail.web.retention;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.retention.RetentionRule;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.rest.JsonBody;
import java.time.DateTimeException;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A retention rule, in a request and in an answer. */
@Schema(name = "RetentionRule")
public record RuleEntry(
    @Schema(description = "Platform; default all platforms") @Nullable PlatformId platform,
    @Schema(description = "Final status; default all") @Nullable SyncStatus status,
    @Schema(
            description =
                "Maximum age of a complete sync, an ISO-8601 duration of days; default"
                    + " unlimited",
            example = "P730D")
        @Nullable String rows,
    @Schema(description = "Maximum age of its payloads; default unlimited", example = "P90D")
        @Nullable String payloads,
    @Schema(
            description = "Maximum age of its attempts and exchanges; default unlimited",
            example = "P365D")
        @Nullable String attempts) {
  private static final RetentionRule PLACEHOLDER =
      new RetentionRule(null, null, RetentionRule.MAX_AGE, null, null);

  static RuleEntry of(RetentionRule rule) {
    return new RuleEntry(
        rule.platform(),
        rule.status(),
        text(rule.rows()),
        text(rule.payloads()),
        text(rule.attempts()));
  }

  static RetentionRule read(JsonBody in) {
    PlatformId platform = in.optionalValue("platform", PlatformId::new);
    SyncStatus status = in.optionalValue("status", RuleEntry::terminal);
    Duration rows = in.optionalValue("rows", RuleEntry::age);
    Duration payloads = in.optionalValue("payloads", RuleEntry::age);
    Duration attempts = in.optionalValue("attempts", RuleEntry::age);
    if (rows == null && payloads == null && attempts == null) {
      if (!in.has("rows") && !in.has("payloads") && !in.has("attempts")) {
        in.fault("rows", "At least one of rows, payloads and attempts is required");
      }
      return PLACEHOLDER;
    }
    return new RetentionRule(platform, status, rows, payloads, attempts);
  }

  /** Formats an age as an ISO 8601 duration, in days if it is a whole number of days. */
  private static @Nullable String text(@Nullable Duration age) {
    if (age == null) {
      return null;
    }
    return age.equals(Duration.ofDays(age.toDays())) ? "P" + age.toDays() + "D" : age.toString();
  }

  private static SyncStatus terminal(String text) {
    return switch (text) {
      case "SUCCESS" -> SyncStatus.SUCCESS;
      case "PARTIAL" -> SyncStatus.PARTIAL;
      case "FAILED" -> SyncStatus.FAILED;
      default ->
          throw new IllegalArgumentException(
              "Must be one of SUCCESS, PARTIAL, FAILED; other syncs are never purged");
    };
  }

  private static Duration age(String text) {
    try {
      return RetentionRule.requireInRange(Duration.parse(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Must be a duration of days such as P90D", e);
    }
  }
}
