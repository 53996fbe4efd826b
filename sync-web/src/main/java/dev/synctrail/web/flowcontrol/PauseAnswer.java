package dev.synctrail.web.flowcontrol;

import dev.synctrail.flowcontrol.Pause;
import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A pause. */
@Schema(name = "Pause")
public record PauseAnswer(
    @Schema(description = "Its id", required = true) UUID id,
    @Schema(description = "The platform; absent for every one", example = "sandbox")
        @Nullable String platform,
    @Schema(description = "Why", required = true, example = "they are migrating") String reason,
    @Schema(description = "Who started it", required = true, example = "admin") String actor,
    @Schema(description = "Whether nothing leaves now because of it", required = true)
        boolean lasts,
    @Schema(description = "When it was started", required = true) Instant since,
    @Schema(description = "When it ends by itself; absent when somebody has to end it")
        @Nullable Instant until,
    @Schema(description = "When it ended") @Nullable Instant endedAt,
    @Schema(description = "Who ended it; absent when it ended by itself", example = "admin")
        @Nullable String endedBy) {

  /** Tells of a pause as it is at {@code now}. */
  public static PauseAnswer of(Pause pause, Instant now) {
    PlatformId platform = pause.platform();
    Instant ended = pause.endedAt();
    return new PauseAnswer(
        pause.id(),
        platform == null ? null : platform.value(),
        pause.reason(),
        pause.actor(),
        pause.lasts(now),
        pause.since(),
        pause.until(),
        ended == null && !pause.lasts(now) ? pause.until() : ended,
        pause.endedBy());
  }
}
