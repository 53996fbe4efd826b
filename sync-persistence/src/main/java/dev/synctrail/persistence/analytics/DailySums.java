package dev.synctrail.persistence.analytics;

import dev.synctrail.analytics.Counts;
import dev.synctrail.analytics.QuarterHour;
import dev.synctrail.analytics.Series;
import dev.synctrail.analytics.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** What some transitions add up to, for each series and day, with and without the type. */
final class DailySums {
  final Map<Key, Day> days = new HashMap<>();

  void add(Transition transition) {
    Instant at = transition.quarter();
    transition.count(
        (series, counts) -> {
          day(series, at).add(at, counts);
          day(series.ofAllTypes(), at).add(at, counts);
        });
  }

  private Day day(Series series, Instant at) {
    return days.computeIfAbsent(new Key(series, MetricRows.day(at)), absent -> new Day());
  }

  record Key(Series series, LocalDate day) {}

  /** One roll-up. */
  static final class Day {
    final Counts total = new Counts();
    final QuarterHours quarters = new QuarterHours();

    void add(Instant quarter, Counts counts) {
      total.add(counts);
      long since = Duration.between(MetricRows.start(MetricRows.day(quarter)), quarter).toSeconds();
      quarters.add((int) (since / QuarterHour.LENGTH.toSeconds()), counts);
    }

    void add(Counts kept, byte[] packed) {
      total.add(kept);
      quarters.add(packed);
    }
  }
}
