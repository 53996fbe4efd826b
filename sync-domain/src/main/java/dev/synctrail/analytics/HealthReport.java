package dev.synctrail.analytics;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sync health of a platform in a period.
 *
 * @param from the start of the period
 * @param until the end of the period
 * @param measures the measures of all syncs that started in the period
 * @param recentFailures the number of failed syncs that started recently
 * @param recentSince the start of the recent period
 * @param patterns the most frequent failure patterns
 * @param lastSuccessful the newest successful sync, which may be purged
 * @param lastFailed the newest failed sync, which may be purged
 * @param breaker the state of the circuit breaker on this server
 */
public record HealthReport(
    PlatformId platform,
    Instant from,
    Instant until,
    Measures measures,
    long recentFailures,
    Instant recentSince,
    List<FailurePattern> patterns,
    List<Anomaly> anomalies,
    List<Recommendation> recommendations,
    @Nullable SyncId lastSuccessful,
    @Nullable SyncId lastFailed,
    String breaker) {
  private static final int MAX_ERRORS = 5;

  public HealthReport {
    patterns = List.copyOf(patterns);
    anomalies = List.copyOf(anomalies);
    recommendations = List.copyOf(recommendations);
  }

  /** Returns the most frequent failure patterns as one line each. */
  public List<String> commonErrors() {
    return patterns.stream()
        .limit(MAX_ERRORS)
        .map(pattern -> pattern.summary() + " (" + pattern.count() + " times)")
        .toList();
  }
}
