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
 * A day whose success rate or duration deviates strongly from the platform's own history.
 *
 * @param measure {@code successRate} or {@code medianDuration}
 * @param day the day in UTC
 * @param value the value on that day
 * @param usual the median of the preceding days
 * @param deviation the deviation in standard deviations, negative if below the median. The standard
 *     deviation is estimated from the median absolute deviation, which is robust against a few bad
 *     days
 * @param days the number of preceding days with a value
 */
public record Anomaly(
    String measure, LocalDate day, double value, double usual, double deviation, int days) {
  /** The deviation from which a value is an anomaly, in standard deviations. */
  static final double THRESHOLD = 4;

  /** Days with fewer settled syncs are ignored. */
  static final long MIN_SYNCS = 20;

  /** The history must have more days than this. */
  static final int MIN_DAYS = 7;

  private static final double DEVIATIONS_PER_MAD = 1.4826;

  /** Compares the newest day with enough syncs with all preceding days. */
  static List<Anomaly> of(Map<LocalDate, Measures> days) {
    List<Anomaly> found = new ArrayList<>();
    add(found, "successRate", days, counts -> counts.successRate().percent(), usual -> 1.0);
    add(found, "medianDuration", days, counts -> counts.duration(0.5), usual -> 1 + usual * 0.1);
    return found;
  }

  /**
   * @param minDeviation the minimum standard deviation, which is used if the history is very steady
   */
  private static void add(
      List<Anomaly> found,
      String measure,
      Map<LocalDate, Measures> days,
      Function<Counts, @Nullable Double> value,
      Function<Double, Double> minDeviation) {
    SortedMap<LocalDate, Double> values = new TreeMap<>();
    days.forEach(
        (day, measures) -> {
          Double dayValue = value.apply(measures.counted());
          if (dayValue != null && measures.counted().settled() >= MIN_SYNCS) {
            values.put(day, dayValue);
          }
        });
    if (values.size() <= MIN_DAYS) {
      return;
    }
    LocalDate newest = values.lastKey();
    double now = values.remove(newest);
    double usual = median(values.values().stream().sorted().toList());
    double medianDeviation =
        median(values.values().stream().map(one -> Math.abs(one - usual)).sorted().toList());
    double deviation =
        (now - usual) / Math.max(DEVIATIONS_PER_MAD * medianDeviation, minDeviation.apply(usual));
    if (Math.abs(deviation) >= THRESHOLD) {
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
