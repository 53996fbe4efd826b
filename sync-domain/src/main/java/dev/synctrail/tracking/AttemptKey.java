package dev.synctrail.tracking;

import java.util.UUID;

/**
 * Names an open try and proves the right to record in its name.
 *
 * @param trail the sync, or the run whose listing this is
 * @param number of the try
 * @param fence grows with every holder; {@link #UNFENCED} where there can be only one
 */
public record AttemptKey(UUID trail, int number, long fence) {
  /** No other holder is possible. */
  public static final long UNFENCED = 0;

  /** A trail that nobody else can hold, such as a connection test. */
  public static AttemptKey alone(UUID trail) {
    return new AttemptKey(trail, 1, UNFENCED);
  }

  @Override
  public String toString() {
    return trail + "#" + number;
  }
}
