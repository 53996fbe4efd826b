package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which nothing leaves for a platform, or for any.
 *
 * @param platform null for every platform
 * @param until when it ends by itself; null when somebody has to end it
 * @param endedAt null while it lasts, and for one that ended by itself
 */
public record Pause(
    UUID id,
    @Nullable PlatformId platform,
    String reason,
    String actor,
    Instant since,
    @Nullable Instant until,
    @Nullable Instant endedAt,
    @Nullable String endedBy) {

  /** Tells whether nothing may leave at {@code now}. */
  public boolean lasts(Instant now) {
    return endedAt == null && (until == null || until.isAfter(now));
  }

  /** Returns what a person is told who wonders why something waits. */
  public String words() {
    return (platform == null ? "Everything" : "Platform " + platform)
        + " is paused by "
        + actor
        + ": "
        + reason;
  }
}
