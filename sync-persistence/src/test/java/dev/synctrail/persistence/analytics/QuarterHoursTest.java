package dev.synctrail.persistence.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.analytics.Counts;
import dev.synctrail.analytics.Transition;
import dev.synctrail.tracking.SyncStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarterHoursTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void unpacking_restores_the_packed_counts(long seed) {
    Random random = new Random(seed);
    Map<Integer, Counts> expected = new TreeMap<>();
    QuarterHours quarters = new QuarterHours();
    for (int i = 0; i < 60; i++) {
      int quarter = random.nextInt(96);
      Counts counts = randomCounts(random);
      quarters.add(quarter, counts);
      expected.computeIfAbsent(quarter, absent -> new Counts()).add(counts);
    }
    QuarterHours unpacked = new QuarterHours();
    unpacked.add(quarters.packed());

    Map<Integer, Counts> found = new TreeMap<>();
    QuarterHours.each(unpacked.packed(), found::put);
    expected.values().removeIf(Counts::isEmpty);
    assertThat(found).containsOnlyKeys(expected.keySet());
    found.forEach(
        (quarter, counts) -> {
          Counts wanted = Objects.requireNonNull(expected.get(quarter));
          assertThat(counts.numbers()).isEqualTo(wanted.numbers());
          assertThat(counts.duration(0.5)).isEqualTo(wanted.duration(0.5));
          assertThat(counts.duration(0.99)).isEqualTo(wanted.duration(0.99));
        });
  }

  private static Counts randomCounts(Random random) {
    Counts counts = new Counts();
    // the transition out of a status may be counted before the one into it
    counts.count(SyncStatus.IN_PROGRESS, random.nextInt(5) - 2);
    if (random.nextBoolean()) {
      counts.count(SyncStatus.FAILED, 1);
      counts.settle(
          SyncStatus.FAILED,
          new Transition.Outcome(
              random.nextInt(3) == 0 ? null : (long) random.nextInt(1 << random.nextInt(31)),
              random.nextInt(4),
              random.nextBoolean() ? null : new Transition.Payload(10_000_000, 1_234_567)));
    }
    return counts;
  }

  @Test
  void no_counts_need_no_bytes_and_a_settled_sync_few() {
    QuarterHours quarters = new QuarterHours();
    assertThat(quarters.packed()).isEmpty();

    Counts counts = new Counts();
    counts.count(SyncStatus.SUCCESS, 1);
    counts.settle(
        SyncStatus.SUCCESS, new Transition.Outcome(1_234L, 0, new Transition.Payload(2_048, 700)));
    quarters.add(95, counts);

    assertThat(quarters.packed()).hasSizeLessThanOrEqualTo(13);
  }

  @Test
  void rejects_an_index_outside_the_day() {
    assertThatThrownBy(() -> new QuarterHours().add(96, new Counts()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
