package dev.synctrail.analytics;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How syncing with a platform goes.
 *
 * @param from where the period begins
 * @param until where it ends
 * @param measures of all syncs that started in the period
 * @param recentFailures how many that started lately failed
 * @param recentSince what lately means
 * @param patterns the most frequent kinds of failure
 * @param lastSuccessful the newest success ever; its row may be purged
 * @param lastFailed the newest failure ever; its row may be purged
 * @param breaker whether this server leaves the platform alone
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
  private static final int MOST_ERRORS = 5;

  public HealthReport {
    patterns = List.copyOf(patterns);
    anomalies = List.copyOf(anomalies);
    recommendations = List.copyOf(recommendations);
  }

  /** Returns the most frequent kinds of failure, in a line each. */
  public List<String> commonErrors() {
    return patterns.stream()
        .limit(MOST_ERRORS)
        .map(pattern -> pattern.summary() + " (" + pattern.count() + " times)")
        .toList();
  }
}
