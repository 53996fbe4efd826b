package dev.synctrail.analytics;

import java.time.Duration;

/**
 * The settings of health reports.
 *
 * @param period the default length of the reported period
 * @param recent the length of the recent period
 */
public record ReportSettings(Duration period, Duration recent, RecommendationRules rules) {

  public ReportSettings {
    requireInRange("sync.analytics.period", period);
    requireInRange("sync.analytics.recent", recent);
  }

  private static void requireInRange(String key, Duration value) {
    if (value.compareTo(QuarterHour.LENGTH) < 0 || value.compareTo(MetricsQuery.MAX_PERIOD) > 0) {
      throw new IllegalArgumentException(
          key
              + " must be from 15 minutes to "
              + MetricsQuery.MAX_PERIOD.toDays()
              + " days, not "
              + value);
    }
  }
}
