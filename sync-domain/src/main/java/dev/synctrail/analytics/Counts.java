package dev.synctrail.analytics;

import dev.synctrail.tracking.SyncStatus;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of a set of syncs; tallies of disjoint sets add up to the tally of both.
 *
 * <p>A count may be below zero where a sync left a status before its arrival is counted; sums over
 * everything there is are not.
 */
public final class Counts {
  /** How many numbers a tally has, see {@link #numbers()}. */
  public static final int NUMBERS = 13;

  private static final int TRIES = 5;
  private static final int PAYLOADS = 6;
  private static final int ORIGINAL = 7;
  private static final int STORED = 8;
  private static final int TIMED = 9;
  private static final int SUM = 10;
  private static final int MIN = 11;
  private static final int MAX = 12;

  private final long[] numbers;
  private @Nullable Durations durations;

  /** Counts nothing yet. */
  public Counts() {
    numbers = new long[NUMBERS];
  }

  private Counts(long[] numbers, @Nullable Durations durations) {
    this.numbers = numbers;
    this.durations = durations;
  }

  /**
   * Brings back what was kept.
   *
   * @param numbers as {@link #numbers()} gave them
   * @param durations as {@link #durations()} gave them
   */
  public static Counts of(long[] numbers, byte[] durations) {
    if (numbers.length != NUMBERS) {
      throw new IllegalArgumentException("A tally has " + NUMBERS + " numbers");
    }
    Durations kept = null;
    if (durations.length > 0) {
      kept = new Durations();
      kept.add(durations);
    }
    return new Counts(numbers.clone(), kept);
  }

  /**
   * Returns the counts of IN_PROGRESS, UNKNOWN, SUCCESS, PARTIAL and FAILED, then tries, payloads,
   * their original and stored bytes, how many have a duration, and the sum, least and greatest of
   * those in milliseconds.
   */
  public long[] numbers() {
    return numbers.clone();
  }

  /** Returns the percentiles' bytes; empty when nothing has a duration. */
  public byte[] durations() {
    return durations == null ? new byte[0] : durations.bytes();
  }

  /** Counts syncs in or, below zero, out of a status. */
  public void count(SyncStatus status, long syncs) {
    numbers[place(status)] += syncs;
  }

  /** Takes in how one sync ended, once in its life. */
  public void settle(SyncStatus status, Transition.Outcome outcome) {
    numbers[TRIES] += outcome.tries(status);
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

  /** Adds one duration; a clock that was set back makes it 0. */
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

  /** Adds another tally. */
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

  /** Returns how many syncs have a status. */
  public long count(SyncStatus status) {
    return numbers[place(status)];
  }

  /** Returns how many syncs there are, whatever their status. */
  public long total() {
    long total = 0;
    for (SyncStatus status : SyncStatus.values()) {
      total += count(status);
    }
    return total;
  }

  /** Returns how many came to an end. */
  public long settled() {
    return count(SyncStatus.SUCCESS) + count(SyncStatus.PARTIAL) + count(SyncStatus.FAILED);
  }

  /** Returns the rate of success of what came to an end. */
  public SuccessRate successRate() {
    return new SuccessRate(count(SyncStatus.SUCCESS), settled());
  }

  /** Returns the mean duration in milliseconds; null when nothing has one. */
  public @Nullable Double averageDuration() {
    return ratio(numbers[SUM], numbers[TIMED]);
  }

  /** Returns the shortest duration in milliseconds; null when nothing has one. */
  public @Nullable Long minDuration() {
    return numbers[TIMED] == 0 ? null : numbers[MIN];
  }

  /** Returns the longest duration in milliseconds; null when nothing has one. */
  public @Nullable Long maxDuration() {
    return numbers[TIMED] == 0 ? null : numbers[MAX];
  }

  /**
   * Returns a percentile of the durations in milliseconds, to within {@link Durations#ACCURACY};
   * null when nothing has one.
   */
  public @Nullable Double duration(double quantile) {
    return durations == null
        ? null
        : Math.min(Math.max(durations.at(quantile), (double) numbers[MIN]), (double) numbers[MAX]);
  }

  /** Returns the tries a sync took, on average of those that came to an end; null without any. */
  public @Nullable Double averageTries() {
    return ratio(numbers[TRIES], settled());
  }

  /** Returns stored bytes of original bytes over all payloads; null without any. */
  public @Nullable Double compressionRatio() {
    return ratio(numbers[STORED], numbers[ORIGINAL]);
  }

  private static @Nullable Double ratio(long part, long whole) {
    return whole <= 0 ? null : (double) part / whole;
  }

  private static int place(SyncStatus status) {
    return switch (status) {
      case IN_PROGRESS -> 0;
      case UNKNOWN -> 1;
      case SUCCESS -> 2;
      case PARTIAL -> 3;
      case FAILED -> 4;
    };
  }

  /** Tells whether it says the same numbers; percentiles follow from the same syncs. */
  public boolean says(Counts other) {
    return Arrays.equals(numbers, other.numbers);
  }

  /** Tells whether it counts nothing at all. */
  public boolean isEmpty() {
    return says(new Counts());
  }
}
