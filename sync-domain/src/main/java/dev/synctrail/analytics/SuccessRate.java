package dev.synctrail.analytics;

import org.jspecify.annotations.Nullable;

/**
 * The success rate: the share of SUCCESS among all settled syncs. PARTIAL is settled but not a
 * success. Dry runs and syncs with operation NONE must be excluded by the caller.
 *
 * @param success the number of syncs with status SUCCESS
 * @param settled the number of syncs with status SUCCESS, PARTIAL or FAILED
 */
public record SuccessRate(long success, long settled) {

  /** Returns the rate from 0 to 100; null if nothing is settled. */
  public @Nullable Double percent() {
    return settled <= 0 ? null : 100.0 * success / settled;
  }
}
