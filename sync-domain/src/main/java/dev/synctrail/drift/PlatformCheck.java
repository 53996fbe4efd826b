package dev.synctrail.drift;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A check of a whole platform: it is asked which types it holds, and each of them and of ours is
 * looked at.
 *
 * @param total how many types are looked at; null until the platform has told its own
 * @param looked how many of them were
 * @param errorMessage why it could not be asked; null when it could
 */
public record PlatformCheck(
    UUID id,
    PlatformId platform,
    String actor,
    @Nullable String reason,
    Instant createdAt,
    @Nullable Integer total,
    int looked,
    @Nullable Instant completedAt,
    @Nullable String errorMessage) {

  /** Where a check stands. */
  public enum Status {
    QUEUED,
    IN_PROGRESS,
    COMPLETED,
    FAILED
  }

  /** Returns where it stands. */
  public Status status() {
    if (completedAt != null) {
      return errorMessage == null ? Status.COMPLETED : Status.FAILED;
    }
    return total == null ? Status.QUEUED : Status.IN_PROGRESS;
  }

  /** Returns how far it is, 0 to 100. */
  public int progress() {
    if (completedAt != null) {
      return 100;
    }
    return total == null || total == 0 ? 0 : Math.min(99, looked * 100 / total);
  }
}
