package dev.synctrail.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.synctrail.tracking.SyncStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CountsTest {
  @Test
  void a_success_rate_without_syncs_is_undefined() {
    assertThat(new Counts().successRate().percent()).isNull();
    assertThat(new SuccessRate(0, 4).percent()).isZero();
    assertThat(new SuccessRate(4, 4).percent()).isEqualTo(100);
  }

  @Test
  void partial_is_settled_but_no_success_and_open_syncs_are_neither() {
    Counts counts = new Counts();
    counts.count(SyncStatus.SUCCESS, 6);
    counts.count(SyncStatus.PARTIAL, 1);
    counts.count(SyncStatus.FAILED, 1);
    counts.count(SyncStatus.UNKNOWN, 5);
    counts.count(SyncStatus.IN_PROGRESS, 5);

    assertThat(counts.successRate().percent()).isEqualTo(75);
    assertThat(counts.total()).isEqualTo(18);
  }

  @Test
  void a_successful_attempt_counts_as_an_attempt() {
    Counts counts = new Counts();
    counts.count(SyncStatus.SUCCESS, 1);
    counts.settle(SyncStatus.SUCCESS, new Transition.Outcome(null, 2, null));
    counts.count(SyncStatus.FAILED, 1);
    counts.settle(SyncStatus.FAILED, new Transition.Outcome(null, 3, null));

    assertThat(counts.averageAttempts()).isEqualTo(3);
    assertThat(counts.averageDuration()).isNull();
    assertThat(counts.duration(0.5)).isNull();
    assertThat(counts.compressionRatio()).isNull();
  }

  @Test
  void a_negative_duration_counts_as_0() {
    Counts counts = settled(List.of(-7L));

    assertThat(counts.minDuration()).isZero();
    assertThat(counts.duration(0.99)).isZero();
  }

  @Property(tries = 200)
  void percentiles_are_accurate_to_one_percent_after_storing_and_adding(
      @ForAll @Size(min = 1, max = 60) List<@LongRange(max = 100_000_000) Long> one,
      @ForAll @Size(max = 60) List<@LongRange(max = 2_000) Long> other) {
    Counts sum = settled(one);
    Counts added = settled(other);
    sum.add(Counts.of(added.numbers(), added.durations()));
    Counts restored = Counts.of(sum.numbers(), sum.durations());

    List<Long> sorted = new ArrayList<>(one);
    sorted.addAll(other);
    Collections.sort(sorted);
    assertThat(restored.hasSameNumbers(sum)).isTrue();
    assertThat(restored.minDuration()).isEqualTo(sorted.get(0));
    assertThat(restored.maxDuration()).isEqualTo(sorted.get(sorted.size() - 1));
    for (double quantile : new double[] {0, 0.5, 0.95, 0.99, 1}) {
      long exact = sorted.get((int) Math.floor(quantile * (sorted.size() - 1)));
      assertThat(restored.duration(quantile))
          .isCloseTo((double) exact, within(1.0001 * Durations.ACCURACY * exact));
    }
  }

  private static Counts settled(List<Long> durations) {
    Counts counts = new Counts();
    for (Long duration : durations) {
      counts.count(SyncStatus.SUCCESS, 1);
      counts.settle(SyncStatus.SUCCESS, new Transition.Outcome(duration, 0, null));
    }
    return counts;
  }
}
