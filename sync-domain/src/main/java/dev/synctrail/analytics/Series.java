package dev.synctrail.analytics;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Identifies syncs that are counted together.
 *
 * @param typeKey null for all types
 * @param operation null while it is unknown
 */
public record Series(
    PlatformId platform,
    @Nullable TypeKey typeKey,
    Direction direction,
    @Nullable Operation operation,
    boolean dryRun) {

  /** Returns the series of all types that includes this one. */
  public Series ofAllTypes() {
    return typeKey == null ? this : new Series(platform, null, direction, operation, dryRun);
  }
}
