package dev.synctrail.web.retention;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.retention.RetentionRule;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.rest.RequestRules;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.function.BiConsumer;
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
        @Nullable String attempts)
    implements RequestRules {
  static RuleEntry of(RetentionRule rule) {
    return new RuleEntry(
        rule.platform(),
        rule.status(),
        text(rule.rows()),
        text(rule.payloads()),
        text(rule.attempts()));
  }

  @Override
  public void check(BiConsumer<String, String> faults) {
    if (status != null && !status.isTerminal()) {
      faults.accept(
          "/status", "Must be one of SUCCESS, PARTIAL, FAILED; other syncs are never purged");
    }
    if (rows == null && payloads == null && attempts == null) {
      faults.accept("/rows", "At least one of rows, payloads and attempts is required");
    }
    check("/rows", rows, faults);
    check("/payloads", payloads, faults);
    check("/attempts", attempts, faults);
  }

  private static void check(
      String pointer, @Nullable String age, BiConsumer<String, String> faults) {
    try {
      age(age);
    } catch (IllegalArgumentException e) {
      faults.accept(pointer, String.valueOf(e.getMessage()));
    }
  }

  RetentionRule rule() {
    return new RetentionRule(platform, status, age(rows), age(payloads), age(attempts));
  }

  /** Formats an age as an ISO 8601 duration, in days if it is a whole number of days. */
  private static @Nullable String text(@Nullable Duration age) {
    if (age == null) {
      return null;
    }
    return age.equals(Duration.ofDays(age.toDays())) ? "P" + age.toDays() + "D" : age.toString();
  }

  private static @Nullable Duration age(@Nullable String text) {
    try {
      return text == null ? null : RetentionRule.requireInRange(Duration.parse(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Must be a duration of days such as P90D", e);
    }
  }
}
