package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change freeze: a period in which one platform, or every platform, is not changed; reads are
 * allowed.
 *
 * @param platform null for every platform
 * @param name 1 to 100 characters
 * @param removedAt null while it is set
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
   * Returns the period that contains {@code now}, or else the next one; empty when there is none.
   */
  public Optional<Span> next(Instant now) {
    return removedAt == null ? window.next(now) : Optional.empty();
  }

  /** Returns the period that contains {@code now}, if there is one. */
  public Optional<Span> at(Instant now) {
    return next(now).filter(span -> span.holds(now));
  }

  /** Returns the explanation shown for work that it blocks. */
  public String words() {
    return (platform == null ? "Every platform" : "Platform " + platform)
        + " is frozen for \""
        + name
        + "\": "
        + reason;
  }
}
