package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.SyncId;

/** Deployed states as pushes leave them. */
public final class DeployedStateFacts {
  private DeployedStateFacts() {}

  /** Returns the state of a type that some push of ours wrote. */
  public static DeployedState wanted(
      PlatformId platform, TypeKey typeKey, PayloadReference content) {
    return pushed(
        platform, typeKey, SyncId.at(java.time.Instant.parse("2026-02-01T00:00:00Z")), content);
  }

  /** Returns the state of a type that the given push of ours wrote. */
  public static DeployedState pushed(
      PlatformId platform, TypeKey typeKey, SyncId by, PayloadReference content) {
    return DeployedState.unknown(platform, typeKey).pushed(by, content, null, null);
  }
}
