package dev.synctrail.analytics;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Which syncs are counted together.
 *
 * @param typeKey null for all types
 * @param operation null while it is not known
 */
public record Series(
    PlatformId platform,
    @Nullable TypeKey typeKey,
    Direction direction,
    @Nullable Operation operation,
    boolean dryRun) {

  /** Returns the series of all types that this one is part of. */
  public Series ofAllTypes() {
    return typeKey == null ? this : new Series(platform, null, direction, operation, dryRun);
  }
}
