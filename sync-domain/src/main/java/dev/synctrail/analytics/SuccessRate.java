package dev.synctrail.analytics;

import org.jspecify.annotations.Nullable;

/**
 * The one definition of a success rate: SUCCESS of all that is settled. PARTIAL is settled and no
 * success. Dry runs and operation NONE are never given to it.
 *
 * @param success how many succeeded wholly
 * @param settled how many came to an end: SUCCESS, PARTIAL and FAILED
 */
public record SuccessRate(long success, long settled) {

  /** Returns the rate from 0 to 100; null when nothing is settled, which is neither. */
  public @Nullable Double percent() {
    return settled <= 0 ? null : 100.0 * success / settled;
  }
}
