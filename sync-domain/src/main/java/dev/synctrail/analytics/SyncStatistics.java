package dev.synctrail.analytics;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Queries statistics of the audit trail, which are always up to date. Joins a transaction if there
 * is one.
 */
public interface SyncStatistics {

  /**
   * Visits all counts in the scope, in no particular order. Several may have the same series and
   * time.
   */
  void visit(Scope scope, Visitor visitor);

  /**
   * Returns the most frequent failure patterns, most frequent first.
   *
   * @param platform null for all
   * @param from the first day in UTC
   * @param until the first day after the period
   */
  List<FailurePattern> patterns(
      @Nullable PlatformId platform, LocalDate from, LocalDate until, int limit);

  /** Returns the newest sync of a platform with status SUCCESS and FAILED, excluding dry runs. */
  Map<SyncStatus, SyncId> latest(PlatformId platform);

  /** Returns whether there was ever a sync with a platform. */
  boolean knows(PlatformId platform);

  /** Receives the counts from {@link #visit}. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Receives counts.
     *
     * @param series the series, without a type unless the scope requires types
     * @param at the start of the quarter hour, or of the day in UTC, of the counts
     */
    void visit(Series series, Instant at, Counts counts);
  }

  /**
   * Selects what to count.
   *
   * @param byType whether to count types separately
   * @param from the start of a quarter hour
   * @param until the end of a quarter hour
   * @param quartersFrom the time from which quarter hours are visited; before it, whole days
   */
  record Scope(
      SeriesFilter filter, boolean byType, Instant from, Instant until, Instant quartersFrom) {
    /** Returns whether counts of single types are needed. */
    public boolean needsTypes() {
      return byType || filter.isOfTypes();
    }

    /** Returns whether a quarter hour is in the scope. */
    public boolean contains(Instant quarter) {
      return !quarter.isBefore(from) && quarter.isBefore(until);
    }

    /** Returns whether a series is in the scope. */
    public boolean contains(Series series) {
      return filter.contains(series);
    }
  }
}
