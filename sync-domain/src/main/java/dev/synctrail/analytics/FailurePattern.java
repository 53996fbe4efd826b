package dev.synctrail.analytics;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;

/**
 * Failures of one kind: how many there were, since when, of what and after what.
 *
 * @param count in the period that was asked for, whole days in UTC
 * @param firstSeen when the first sync of the kind started, however long ago
 * @param lastSeen when the newest one did
 * @param types those affected so far, at most {@value #MOST_TYPES}
 * @param perDay how many on each day of the period in UTC; days without are left out
 * @param examples the newest ones, at most {@value #MOST_EXAMPLES}
 * @param beganAfter what changed shortly before the first one
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
  /** How many affected types are told. */
  public static final int MOST_TYPES = 100;

  /** How many examples are told. */
  public static final int MOST_EXAMPLES = 5;

  /** Returns the kind in a line that a person can read. */
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
   * Tells where it is going: what the second half of the period's days has against the first.
   *
   * @param from the first day of the period
   * @param until the first day after it
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

  /** Where a pattern is going. */
  public enum Trend {
    /** Only in the second half of the period. */
    NEW,
    /** At least half as many again in the second half. */
    RISING,
    STEADY,
    FALLING,
    /** Only in the first half of the period. */
    GONE
  }
}
