package dev.synctrail.web.flowcontrol;

import dev.synctrail.flowcontrol.WaitReason;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why something that is queued is not being done. */
@Schema(name = "Wait")
public record WaitReasonAnswer(
    @Schema(description = "In one word", required = true, example = "PAUSED") WaitReason.Why why,
    @Schema(
            description = "For a person",
            required = true,
            example = "Platform sandbox is paused by admin: they are migrating")
        String words,
    @Schema(description = "When that ends by itself; absent when it is not known")
        @Nullable Instant until,
    @Schema(description = "What has to go first; absent when that is not why")
        @Nullable UUID behind) {

  /** Tells of a wait. */
  public static WaitReasonAnswer of(WaitReason waits) {
    return new WaitReasonAnswer(waits.why(), waits.words(), waits.until(), waits.behind());
  }
}
