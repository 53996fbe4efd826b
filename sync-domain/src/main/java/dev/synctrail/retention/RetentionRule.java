package dev.synctrail.retention;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How old something may get, counted from when a sync started.
 *
 * @param platform null for every one
 * @param status null for every terminal one
 * @param rows null for as long as there is a database, as are the others
 */
public record RetentionRule(
    @Nullable PlatformId platform,
    @Nullable SyncStatus status,
    @Nullable Duration rows,
    @Nullable Duration payloads,
    @Nullable Duration attempts) {
  /** The shortest age; less is a slip. */
  public static final Duration SHORTEST = Duration.ofDays(1);

  /** The longest age; more is for ever. */
  public static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * @throws IllegalArgumentException when it says nothing, or what cannot be
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
   * Returns the age if it can be one.
   *
   * @throws IllegalArgumentException when it is out of all reason
   */
  public static Duration requireInRange(Duration age) {
    if (age.compareTo(SHORTEST) < 0 || age.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("An age must be from P1D to P36500D, not " + age);
    }
    return age;
  }

  /** Returns how old something may get; null for as old as it likes. */
  public @Nullable Duration age(RetentionTarget of) {
    return switch (of) {
      case ROWS -> rows;
      case PAYLOADS -> payloads;
      case ATTEMPTS -> attempts;
    };
  }
}
