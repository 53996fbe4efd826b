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
    @Schema(description = "Id") UUID id,
    @Schema(description = "Platform; absent for all platforms", example = "sandbox")
        @Nullable PlatformId platform,
    @Schema(description = "Reason", example = "they are migrating") String reason,
    @Schema(description = "Started by", example = "admin") String actor,
    @Schema(description = "Whether the pause is in effect now") boolean lasts,
    @Schema(description = "Start time") Instant since,
    @Schema(description = "Scheduled end; absent if it must be ended manually")
        @Nullable Instant until,
    @Schema(description = "End time") @Nullable Instant endedAt,
    @Schema(description = "Ended by; absent if it ended as scheduled", example = "admin")
        @Nullable String endedBy) {

  /** Converts a pause as of {@code now}. */
  public static PauseAnswer of(Pause pause, Instant now) {
    Instant ended = pause.endedAt();
    return new PauseAnswer(
        pause.id(),
        pause.platform(),
        pause.reason(),
        pause.actor(),
        pause.lasts(now),
        pause.since(),
        pause.until(),
        ended == null && !pause.lasts(now) ? pause.until() : ended,
        pause.endedBy());
  }
}
