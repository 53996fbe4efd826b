package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which nothing is changed on a platform, or on any; looking is allowed.
 *
 * @param platform null for every platform
 * @param name 1 to 100 characters
 * @param removedAt null while it counts
 */
public record Freeze(
    UUID id,
    @Nullable PlatformId platform,
    String name,
    String reason,
    FreezeWindow window,
    String actor,
    Instant createdAt,
    @Nullable Instant removedAt,
    @Nullable String removedBy) {

  /**
   * Returns the time it holds at {@code now}, or will hold next; empty when it never will again.
   */
  public Optional<Span> next(Instant now) {
    return removedAt == null ? window.next(now) : Optional.empty();
  }

  /** Returns the time it holds, when it does at {@code now}. */
  public Optional<Span> at(Instant now) {
    return next(now).filter(span -> span.holds(now));
  }

  /** Returns what a person is told who wonders why something waits. */
  public String words() {
    return (platform == null ? "Every platform" : "Platform " + platform)
        + " is frozen for \""
        + name
        + "\": "
        + reason;
  }
}
