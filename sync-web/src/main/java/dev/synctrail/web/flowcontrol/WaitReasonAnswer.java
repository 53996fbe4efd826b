package dev.synctrail.web.flowcontrol;

import dev.synctrail.flowcontrol.WaitReason;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why something that is queued is not being done. */
@Schema(name = "Wait")
public record WaitReasonAnswer(
    @Schema(description = "Kind", required = true, example = "PAUSED") WaitReason.Why why,
    @Schema(
            description = "Explanation",
            required = true,
            example = "Platform sandbox is paused by admin: they are migrating")
        String words,
    @Schema(description = "Expected end; absent if unknown") @Nullable Instant until,
    @Schema(description = "Entry that runs first; only for that wait reason")
        @Nullable UUID behind) {

  /** Tells of a wait. */
  public static WaitReasonAnswer of(WaitReason waits) {
    return new WaitReasonAnswer(waits.why(), waits.words(), waits.until(), waits.behind());
  }
}
