package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.tracking.SyncId;

/** Placements as pushes leave them. */
public final class Placed {
  private Placed() {}

  /** A type that some push of ours wanted there. */
  public static Placement wanted(PlatformId platform, TypeKey typeKey, Evidence content) {
    return pushed(
        platform, typeKey, SyncId.at(java.time.Instant.parse("2026-02-01T00:00:00Z")), content);
  }

  /** A type that a push of ours wanted there. */
  public static Placement pushed(
      PlatformId platform, TypeKey typeKey, SyncId by, Evidence content) {
    return Placement.unknown(platform, typeKey).pushed(by, content, null, null);
  }
}
