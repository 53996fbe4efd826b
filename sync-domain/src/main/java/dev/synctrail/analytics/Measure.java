package dev.synctrail.analytics;

import dev.synctrail.tracking.SyncStatus;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A measure of a bucket: rates in percent, durations in milliseconds. */
public enum Measure {
  TOTAL("total", measures -> measures.counted().total()),
  SUCCESS("success", count(SyncStatus.SUCCESS)),
  PARTIAL("partial", count(SyncStatus.PARTIAL)),
  FAILED("failed", count(SyncStatus.FAILED)),
  IN_PROGRESS("inProgress", count(SyncStatus.IN_PROGRESS)),
  UNKNOWN("unknown", count(SyncStatus.UNKNOWN)),
  DRY_RUNS("dryRuns", Measures::dryRuns),
  UNCHANGED("unchanged", Measures::unchanged),
  SUCCESS_RATE("successRate", measures -> measures.counted().successRate().percent()),
  AVERAGE_DURATION("averageDuration", measures -> measures.counted().averageDuration()),
  MEDIAN_DURATION("medianDuration", measures -> measures.counted().duration(0.5)),
  P95_DURATION("p95Duration", measures -> measures.counted().duration(0.95)),
  P99_DURATION("p99Duration", measures -> measures.counted().duration(0.99)),
  MIN_DURATION("minDuration", measures -> measures.counted().minDuration()),
  MAX_DURATION("maxDuration", measures -> measures.counted().maxDuration()),
  AVERAGE_ATTEMPTS("averageTries", measures -> measures.counted().averageAttempts()),
  COMPRESSION_RATIO("compressionRatio", measures -> measures.counted().compressionRatio());

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // stateless functions of this file
  private final Function<Measures, @Nullable Number> value;

  Measure(String text, Function<Measures, @Nullable Number> value) {
    this.text = text;
    this.value = value;
  }

  private static Function<Measures, @Nullable Number> count(SyncStatus status) {
    return measures -> measures.counted().count(status);
  }

  /** Returns the name in queries. */
  public String text() {
    return text;
  }

  /** Returns the value for a bucket; null if it is undefined. */
  public @Nullable Number of(Measures measures) {
    return value.apply(measures);
  }

  /**
   * Parses the name in queries.
   *
   * @throws IllegalArgumentException if there is no such measure
   */
  public static Measure of(String text) {
    for (Measure one : values()) {
      if (one.text.equals(text)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "Must be one of "
            + Arrays.stream(values()).map(Measure::text).collect(Collectors.joining(", ")));
  }
}
