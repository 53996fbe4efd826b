package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.SyncId;

/** Placements as pushes leave them. */
public final class DeployedStateFacts {
  private DeployedStateFacts() {}

  /** A type that some push of ours wanted there. */
  public static DeployedState wanted(
      PlatformId platform, TypeKey typeKey, PayloadReference content) {
    return pushed(
        platform, typeKey, SyncId.at(java.time.Instant.parse("2026-02-01T00:00:00Z")), content);
  }

  /** A type that a push of ours wanted there. */
  public static DeployedState pushed(
      PlatformId platform, TypeKey typeKey, SyncId by, PayloadReference content) {
    return DeployedState.unknown(platform, typeKey).pushed(by, content, null, null);
  }
}
