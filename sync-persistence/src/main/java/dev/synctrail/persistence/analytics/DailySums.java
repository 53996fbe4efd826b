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

/** Sums of a set of transitions per series and day, with and without the type. */
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

  /** The sums of one series and day. */
  static final class Day {
    final Counts total = new Counts();
    final QuarterHours quarters = new QuarterHours();

    void add(Instant quarter, Counts counts) {
      total.add(counts);
      long seconds =
          Duration.between(MetricRows.start(MetricRows.day(quarter)), quarter).toSeconds();
      quarters.add((int) (seconds / QuarterHour.LENGTH.toSeconds()), counts);
    }

    void add(Counts stored, byte[] packed) {
      total.add(stored);
      quarters.add(packed);
    }
  }
}
