package dev.synctrail.analytics;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the trail adds up to, exact at the moment of asking. Needs no transaction and joins
 * one.
 */
public interface SyncStatistics {

  /** Shows every tally in the scope, in no order; several may be of the same series and time. */
  void visit(Scope scope, Visitor visitor);

  /**
   * Returns the most frequent kinds of failure, the most frequent first.
   *
   * @param platform null for all
   * @param from the first day in UTC
   * @param until the first day after it
   */
  List<FailurePattern> patterns(
      @Nullable PlatformId platform, LocalDate from, LocalDate until, int atMost);

  /** Returns the newest sync of a platform with this status: SUCCESS or FAILED, no dry run. */
  Optional<SyncId> latest(PlatformId platform, SyncStatus status);

  /** Tells whether anything was ever synced with a platform. */
  boolean knows(PlatformId platform);

  /** Takes what {@link #visit} shows. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Takes one tally.
     *
     * @param series without a type unless the scope asks for types
     * @param at the beginning of the quarter, or of the day in UTC, that the tally is of
     */
    void visit(Series series, Instant at, Counts counts);
  }

  /**
   * What is to be counted.
   *
   * @param typeKey null for all types
   * @param byType whether types are shown apart
   * @param from the beginning of a quarter
   * @param until the end of a quarter
   * @param quartersFrom from here on quarters are shown; before it, whole days
   */
  record Scope(
      @Nullable PlatformId platform,
      @Nullable TypeKey typeKey,
      boolean byType,
      @Nullable Direction direction,
      @Nullable Operation operation,
      Instant from,
      Instant until,
      Instant quartersFrom) {
    /** Tells whether the tallies of single types are needed. */
    public boolean needsTypes() {
      return byType || typeKey != null;
    }

    /** Tells whether a quarter of an hour is inside. */
    public boolean contains(Instant quarter) {
      return !quarter.isBefore(from) && quarter.isBefore(until);
    }

    /** Tells whether a series is inside, whatever its type is shown as. */
    public boolean contains(Series series) {
      return (platform == null || platform.equals(series.platform()))
          && (typeKey == null || typeKey.equals(series.typeKey()))
          && (direction == null || direction == series.direction())
          && (operation == null || operation == series.operation());
    }
  }
}
