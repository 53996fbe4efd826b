package dev.synctrail.tracking;

import java.util.UUID;

/**
 * Identifies an open attempt and proves the right to record on its behalf.
 *
 * @param workId the sync, or the run whose types are listed
 * @param number the number of the attempt
 * @param fence increases with every holder; {@link #UNFENCED} of an attempt that no lane made
 */
public record AttemptKey(UUID workId, int number, long fence) {
  /** The fence of an attempt that another system reported. */
  public static final long UNFENCED = 0;

  @Override
  public String toString() {
    return workId + "#" + number;
  }
}
