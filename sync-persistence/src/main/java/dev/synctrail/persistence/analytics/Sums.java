package dev.synctrail.persistence.analytics;

import dev.synctrail.analytics.Quarter;
import dev.synctrail.analytics.Series;
import dev.synctrail.analytics.Tally;
import dev.synctrail.analytics.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** What some transitions add up to, for each series and day, with and without the type. */
final class Sums {
  final Map<Key, Day> days = new HashMap<>();

  void add(Transition transition) {
    Instant at = transition.quarter();
    transition.count(
        (series, tally) -> {
          day(series, at).add(at, tally);
          day(series.ofAllTypes(), at).add(at, tally);
        });
  }

  private Day day(Series series, Instant at) {
    return days.computeIfAbsent(new Key(series, Rows.day(at)), absent -> new Day());
  }

  record Key(Series series, LocalDate day) {}

  /** One roll-up. */
  static final class Day {
    final Tally total = new Tally();
    final Quarters quarters = new Quarters();

    void add(Instant quarter, Tally tally) {
      total.add(tally);
      long since = Duration.between(Rows.start(Rows.day(quarter)), quarter).toSeconds();
      quarters.add((int) (since / Quarter.LENGTH.toSeconds()), tally);
    }

    void add(Tally kept, byte[] packed) {
      total.add(kept);
      quarters.add(packed);
    }
  }
}
