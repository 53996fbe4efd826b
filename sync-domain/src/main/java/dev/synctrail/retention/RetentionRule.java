package dev.synctrail.retention;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A retention rule: the maximum ages of recorded data, relative to the start of its sync.
 *
 * @param platform null for every platform
 * @param status null for every terminal status
 * @param rows null for unlimited, as are the others
 */
public record RetentionRule(
    @Nullable PlatformId platform,
    @Nullable SyncStatus status,
    @Nullable Duration rows,
    @Nullable Duration payloads,
    @Nullable Duration attempts) {
  /** The shortest age; a shorter one is probably a mistake. */
  public static final Duration MIN_AGE = Duration.ofDays(1);

  /** The longest age; a longer one is practically unlimited. */
  public static final Duration MAX_AGE = Duration.ofDays(36_500);

  /**
   * @throws IllegalArgumentException if no age is set, or a value is out of range
   */
  public RetentionRule {
    if (status != null && !status.isTerminal()) {
      throw new IllegalArgumentException("Syncs with status " + status + " are never purged");
    }
    if (rows == null && payloads == null && attempts == null) {
      throw new IllegalArgumentException("At least one of rows, payloads and attempts is required");
    }
    Stream.of(
            Optional.ofNullable(rows), Optional.ofNullable(payloads), Optional.ofNullable(attempts))
        .flatMap(Optional::stream)
        .forEach(RetentionRule::requireInRange);
  }

  /**
   * Returns the age if it is in range.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public static Duration requireInRange(Duration age) {
    if (age.compareTo(MIN_AGE) < 0 || age.compareTo(MAX_AGE) > 0) {
      throw new IllegalArgumentException("An age must be from P1D to P36500D, not " + age);
    }
    return age;
  }

  /** Returns the maximum age; null for unlimited. */
  public @Nullable Duration age(RetentionTarget target) {
    return switch (target) {
      case ROWS -> rows;
      case PAYLOADS -> payloads;
      case ATTEMPTS -> attempts;
    };
  }
}
