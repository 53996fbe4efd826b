package dev.synctrail.drift;

import dev.synctrail.gateway.TypeListing;
import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A check of a whole platform: the platform lists its types, and each of these and of our own types
 * is checked.
 *
 * @param total the number of types to check; null until the platform has listed its types
 * @param looked the number of types checked so far
 * @param errorMessage why the types could not be listed; null when they could
 * @param skipped the listed items that cannot be checked
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
    @Nullable String errorMessage,
    List<TypeListing.Skipped> skipped) {

  public PlatformCheck {
    skipped = List.copyOf(skipped);
  }

  /** The status of a check. */
  public enum Status {
    QUEUED,
    IN_PROGRESS,
    COMPLETED,
    FAILED
  }

  /** Returns the status. */
  public Status status() {
    if (completedAt != null) {
      return errorMessage == null ? Status.COMPLETED : Status.FAILED;
    }
    return total == null ? Status.QUEUED : Status.IN_PROGRESS;
  }

  /** Returns the progress in percent, 0 to 100. */
  public int progress() {
    if (completedAt != null) {
      return 100;
    }
    return total == null || total == 0 ? 0 : Math.min(99, looked * 100 / total);
  }
}
