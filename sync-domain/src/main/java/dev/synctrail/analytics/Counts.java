package dev.synctrail.analytics;

import dev.synctrail.tracking.SyncStatus;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts of a set of syncs. The counts of disjoint sets can be added.
 *
 * <p>A count may be negative if a sync leaves a status before its entry into the status is counted.
 * Totals over all counts are never negative.
 */
public final class Counts {
  /** The length of {@link #numbers()}. */
  public static final int NUMBERS = 13;

  private static final int ATTEMPTS = 5;
  private static final int PAYLOADS = 6;
  private static final int ORIGINAL = 7;
  private static final int STORED = 8;
  private static final int TIMED = 9;
  private static final int SUM = 10;
  private static final int MIN = 11;
  private static final int MAX = 12;

  private final long[] numbers;
  private @Nullable Durations durations;

  /** Creates counts of zero. */
  public Counts() {
    numbers = new long[NUMBERS];
  }

  private Counts(long[] numbers, @Nullable Durations durations) {
    this.numbers = numbers;
    this.durations = durations;
  }

  /**
   * Restores stored counts.
   *
   * @param numbers the result of {@link #numbers()}
   * @param durations the result of {@link #durations()}
   */
  public static Counts of(long[] numbers, byte[] durations) {
    if (numbers.length != NUMBERS) {
      throw new IllegalArgumentException("Counts have " + NUMBERS + " numbers");
    }
    Durations restored = null;
    if (durations.length > 0) {
      restored = new Durations();
      restored.add(durations);
    }
    return new Counts(numbers.clone(), restored);
  }

  /**
   * Returns the number of syncs in status IN_PROGRESS, UNKNOWN, SUCCESS, PARTIAL and FAILED, then
   * the number of attempts, the number of payloads, their original and stored bytes, the number of
   * durations, and their sum, minimum and maximum in milliseconds.
   */
  public long[] numbers() {
    return numbers.clone();
  }

  /** Returns the encoded {@link Durations}; empty if there is no duration. */
  public byte[] durations() {
    return durations == null ? new byte[0] : durations.bytes();
  }

  /** Adds a number of syncs to a status; a negative number removes them. */
  public void count(SyncStatus status, long syncs) {
    numbers[index(status)] += syncs;
  }

  /** Adds the outcome of one sync. Must be called once per sync. */
  public void settle(SyncStatus status, Transition.Outcome outcome) {
    numbers[ATTEMPTS] += outcome.attempts(status);
    Transition.Payload payload = outcome.payload();
    if (payload != null) {
      numbers[PAYLOADS]++;
      numbers[ORIGINAL] += payload.originalBytes();
      numbers[STORED] += payload.storedBytes();
    }
    Long duration = outcome.durationMs();
    if (duration != null) {
      time(duration);
    }
  }

  /** Adds one duration. A negative duration, caused by a clock that was set back, counts as 0. */
  private void time(long duration) {
    long millis = Math.max(0, duration);
    numbers[MIN] = numbers[TIMED] == 0 ? millis : Math.min(numbers[MIN], millis);
    numbers[MAX] = Math.max(numbers[MAX], millis);
    numbers[TIMED]++;
    numbers[SUM] += millis;
    if (durations == null) {
      durations = new Durations();
    }
    durations.add(millis);
  }

  /** Adds other counts. */
  public void add(Counts other) {
    if (other.numbers[TIMED] > 0) {
      numbers[MIN] =
          numbers[TIMED] == 0 ? other.numbers[MIN] : Math.min(numbers[MIN], other.numbers[MIN]);
      numbers[MAX] = Math.max(numbers[MAX], other.numbers[MAX]);
    }
    for (int i = 0; i < MIN; i++) {
      numbers[i] += other.numbers[i];
    }
    if (other.durations != null) {
      if (durations == null) {
        durations = new Durations();
      }
      durations.add(other.durations);
    }
  }

  /** Returns the number of syncs in a status. */
  public long count(SyncStatus status) {
    return numbers[index(status)];
  }

  /** Returns the number of syncs in any status. */
  public long total() {
    long total = 0;
    for (SyncStatus status : SyncStatus.values()) {
      total += count(status);
    }
    return total;
  }

  /** Returns the number of settled syncs. */
  public long settled() {
    return count(SyncStatus.SUCCESS) + count(SyncStatus.PARTIAL) + count(SyncStatus.FAILED);
  }

  /** Returns the success rate of the settled syncs. */
  public SuccessRate successRate() {
    return new SuccessRate(count(SyncStatus.SUCCESS), settled());
  }

  /** Returns the mean duration in milliseconds; null if there is none. */
  public @Nullable Double averageDuration() {
    return ratio(numbers[SUM], numbers[TIMED]);
  }

  /** Returns the shortest duration in milliseconds; null if there is none. */
  public @Nullable Long minDuration() {
    return numbers[TIMED] == 0 ? null : numbers[MIN];
  }

  /** Returns the longest duration in milliseconds; null if there is none. */
  public @Nullable Long maxDuration() {
    return numbers[TIMED] == 0 ? null : numbers[MAX];
  }

  /**
   * Returns a percentile of the durations in milliseconds, to within {@link Durations#ACCURACY};
   * null if there is none.
   */
  public @Nullable Double duration(double quantile) {
    return durations == null
        ? null
        : Math.min(Math.max(durations.at(quantile), (double) numbers[MIN]), (double) numbers[MAX]);
  }

  /** Returns the mean number of attempts per settled sync; null if there is none. */
  public @Nullable Double averageAttempts() {
    return ratio(numbers[ATTEMPTS], settled());
  }

  /** Returns the ratio of stored to original bytes of all payloads; null if there is none. */
  public @Nullable Double compressionRatio() {
    return ratio(numbers[STORED], numbers[ORIGINAL]);
  }

  private static @Nullable Double ratio(long part, long whole) {
    return whole <= 0 ? null : (double) part / whole;
  }

  private static int index(SyncStatus status) {
    return switch (status) {
      case IN_PROGRESS -> 0;
      case UNKNOWN -> 1;
      case SUCCESS -> 2;
      case PARTIAL -> 3;
      case FAILED -> 4;
    };
  }

  /**
   * Returns whether the numbers are equal. Percentiles are not compared, because they follow from
   * the same syncs.
   */
  public boolean hasSameNumbers(Counts other) {
    return Arrays.equals(numbers, other.numbers);
  }

  /** Returns whether all numbers are zero. */
  public boolean isEmpty() {
    return hasSameNumbers(new Counts());
  }
}
