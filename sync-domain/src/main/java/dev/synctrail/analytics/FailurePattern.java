package dev.synctrail.analytics;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;

/**
 * A group of failures with the same fingerprint.
 *
 * @param count the number of failures in the requested period of whole days in UTC
 * @param firstSeen the start of the first sync with this failure, even before the period
 * @param lastSeen the start of the newest one
 * @param types the affected types, at most {@value #MAX_TYPES}
 * @param perDay the number of failures per day in UTC; days without failures are omitted
 * @param examples the newest syncs, at most {@value #MAX_EXAMPLES}
 * @param beganAfter the changes shortly before the first failure
 */
public record FailurePattern(
    Fingerprint fingerprint,
    long count,
    Instant firstSeen,
    Instant lastSeen,
    List<TypeKey> types,
    SortedMap<LocalDate, Long> perDay,
    List<SyncId> examples,
    List<Precedent> beganAfter) {
  /** The maximum number of affected types. */
  public static final int MAX_TYPES = 100;

  /** The maximum number of examples. */
  public static final int MAX_EXAMPLES = 5;

  /** Returns a readable summary in one line. */
  public String summary() {
    StringBuilder line = new StringBuilder(fingerprint.failureClass().name());
    if (fingerprint.platformCode() != null) {
      line.append(' ').append(fingerprint.platformCode());
    }
    if (fingerprint.field() != null) {
      line.append(" at ").append(fingerprint.field());
    }
    return line.append(": ").append(fingerprint.detail()).toString();
  }

  /**
   * Returns the trend: compares the second half of the period with the first.
   *
   * @param from the first day of the period
   * @param until the first day after the period
   */
  public Trend trend(LocalDate from, LocalDate until) {
    LocalDate middle = from.plusDays(Math.max(1, (until.toEpochDay() - from.toEpochDay()) / 2));
    long before = perDay.headMap(middle).values().stream().mapToLong(Long::longValue).sum();
    long after = perDay.tailMap(middle).values().stream().mapToLong(Long::longValue).sum();
    if (before == 0) {
      return after == 0 ? Trend.STEADY : Trend.NEW;
    }
    if (after == 0) {
      return Trend.GONE;
    }
    return after > 1.5 * before
        ? Trend.RISING
        : before > 1.5 * after ? Trend.FALLING : Trend.STEADY;
  }

  /** The trend of a pattern. */
  public enum Trend {
    /** Only in the second half of the period. */
    NEW,
    /** More than 1.5 times as many in the second half. */
    RISING,
    STEADY,
    FALLING,
    /** Only in the first half of the period. */
    GONE
  }
}
