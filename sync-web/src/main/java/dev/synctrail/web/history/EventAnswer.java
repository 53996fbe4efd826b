package dev.synctrail.web.history;

import dev.synctrail.tracking.SyncEvent;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One entry of a sync's own history. */
@Schema(name = "SyncEvent")
public record EventAnswer(
    @Schema(description = "Time") Instant time,
    @Schema(description = "Kind of event") SyncEvent.Kind kind,
    @Schema(description = "Actor; `synctrail` for the engine itself", example = "synctrail")
        String actor,
    @Schema(description = "Cause", example = "try 1, FIRST") @Nullable String cause) {

  static EventAnswer of(SyncEvent event) {
    return new EventAnswer(event.at(), event.kind(), event.actor(), event.cause());
  }
}
