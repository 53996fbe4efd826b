package dev.synctrail.analytics;

import java.time.Duration;

/**
 * What reports are made with.
 *
 * @param period how far back a report looks when it is not told
 * @param recent what counts as recent
 */
public record ReportSettings(Duration period, Duration recent, RecommendationRules rules) {

  public ReportSettings {
    limited("sync.analytics.period", period);
    limited("sync.analytics.recent", recent);
  }

  private static void limited(String key, Duration value) {
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
