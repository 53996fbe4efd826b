package dev.synctrail.web.live;

import dev.synctrail.live.Change;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A sync that changed, as an event tells it; of one that is gone meanwhile only the id. */
public record SyncNews(
    UUID id,
    @Nullable String typeKey,
    @Nullable String targetPlatform,
    @Nullable String syncDirection,
    @Nullable String syncStatus,
    @Nullable UUID runId) {

  static SyncNews of(Change change) {
    Change.OfSync sync = change.sync();
    return sync == null
        ? new SyncNews(change.subject(), null, null, null, null, null)
        : new SyncNews(
            change.subject(),
            sync.typeKey(),
            sync.platform(),
            sync.direction(),
            sync.status(),
            sync.run());
  }
}
