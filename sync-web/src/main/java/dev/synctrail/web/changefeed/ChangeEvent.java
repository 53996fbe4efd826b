package dev.synctrail.web.changefeed;

import dev.synctrail.changefeed.Change;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A sync that changed, as an event tells it; of one that is gone meanwhile only the id. */
public record ChangeEvent(
    UUID id,
    @Nullable String typeKey,
    @Nullable String targetPlatform,
    @Nullable String syncDirection,
    @Nullable String syncStatus,
    @Nullable UUID runId) {

  static ChangeEvent of(Change change) {
    Change.OfSync sync = change.sync();
    return sync == null
        ? new ChangeEvent(change.subject(), null, null, null, null, null)
        : new ChangeEvent(
            change.subject(),
            sync.typeKey(),
            sync.platform(),
            sync.direction(),
            sync.status(),
            sync.run());
  }
}
