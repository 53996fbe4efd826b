package dev.synctrail.analytics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A day whose rate or duration is far from what is usual for the platform itself.
 *
 * @param measure {@code successRate} or {@code medianDuration}
 * @param day the day in UTC
 * @param value what it was on that day
 * @param usual the median of the days before it
 * @param deviation how many standard deviations it is away, estimated from the median absolute
 *     deviation, which a few bad days do not move; below zero when less than usual
 * @param days how many days the usual is known from
 */
public record Anomaly(
    String measure, LocalDate day, double value, double usual, double deviation, int days) {
  /** How many standard deviations are far. */
  static final double FAR = 4;

  /** Days with fewer settled syncs say nothing. */
  static final long LEAST_SYNCS = 20;

  /** Fewer days before make no history. */
  static final int LEAST_DAYS = 7;

  private static final double DEVIATIONS_PER_MAD = 1.4826;

  /** Looks at the newest day that says something, against all days before it. */
  static List<Anomaly> of(Map<LocalDate, Measures> days) {
    List<Anomaly> found = new ArrayList<>();
    add(found, "successRate", days, tally -> tally.successRate().percent(), usual -> 1.0);
    add(found, "medianDuration", days, tally -> tally.duration(0.5), usual -> 1 + usual * 0.1);
    return found;
  }

  /**
   * @param least how much is no deviation at all, however steady the history is
   */
  private static void add(
      List<Anomaly> found,
      String measure,
      Map<LocalDate, Measures> days,
      Function<Counts, @Nullable Double> value,
      Function<Double, Double> least) {
    SortedMap<LocalDate, Double> values = new TreeMap<>();
    days.forEach(
        (day, measures) -> {
          Double said = value.apply(measures.counted());
          if (said != null && measures.counted().settled() >= LEAST_SYNCS) {
            values.put(day, said);
          }
        });
    if (values.size() <= LEAST_DAYS) {
      return;
    }
    LocalDate newest = values.lastKey();
    double now = values.remove(newest);
    double usual = median(values.values().stream().sorted().toList());
    double spread =
        median(values.values().stream().map(one -> Math.abs(one - usual)).sorted().toList());
    double deviation = (now - usual) / Math.max(DEVIATIONS_PER_MAD * spread, least.apply(usual));
    if (Math.abs(deviation) >= FAR) {
      found.add(new Anomaly(measure, newest, now, usual, deviation, values.size()));
    }
  }

  private static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
