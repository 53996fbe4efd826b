package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pause: a period in which no request is sent to one platform, or to any.
 *
 * @param platform null for every platform
 * @param until when it expires; null when a user has to end it
 * @param endedAt null while it is ongoing, and for one that expired
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

  /** Returns whether it is in force at {@code now}. */
  public boolean lasts(Instant now) {
    return endedAt == null && (until == null || until.isAfter(now));
  }

  /** Returns the explanation shown for work that it blocks. */
  public String words() {
    return (platform == null ? "Everything" : "Platform " + platform)
        + " is paused by "
        + actor
        + ": "
        + reason;
  }
}
