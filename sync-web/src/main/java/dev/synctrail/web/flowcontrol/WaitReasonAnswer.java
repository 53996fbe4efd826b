package dev.synctrail.web.flowcontrol;

import dev.synctrail.flowcontrol.WaitReason;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The reason why queued work is waiting. */
@Schema(name = "Wait")
public record WaitReasonAnswer(
    @Schema(description = "Kind", example = "PAUSED") WaitReason.Why why,
    @Schema(
            description = "Explanation",
            example = "Platform sandbox is paused by admin: they are migrating")
        String words,
    @Schema(description = "Expected end; absent if unknown") @Nullable Instant until,
    @Schema(description = "Entry that runs first; only for that wait reason")
        @Nullable UUID behind) {

  /** Converts a wait reason. */
  public static WaitReasonAnswer of(WaitReason waitReason) {
    return new WaitReasonAnswer(
        waitReason.why(), waitReason.words(), waitReason.until(), waitReason.behind());
  }
}
