package dev.synctrail.tracking;

import java.util.UUID;

/**
 * Identifies an open attempt and proves the right to record on its behalf.
 *
 * @param workId the sync, or the run whose types are listed
 * @param number the number of the attempt
 * @param fence increases with every holder; {@link #UNFENCED} where there can be only one
 */
public record AttemptKey(UUID workId, int number, long fence) {
  /** The fence of work that can have only one holder. */
  public static final long UNFENCED = 0;

  /** Returns the key of work that can have only one holder, such as a connection test. */
  public static AttemptKey alone(UUID workId) {
    return new AttemptKey(workId, 1, UNFENCED);
  }

  @Override
  public String toString() {
    return workId + "#" + number;
  }
}
