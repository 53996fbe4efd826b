package dev.synctrail.web.changefeed;

import dev.synctrail.changefeed.Change;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data of an event about a changed sync; only the id is set if the sync no longer exists. */
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
