package dev.synctrail.persistence.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.analytics.Tally;
import dev.synctrail.analytics.Transition;
import dev.synctrail.tracking.SyncStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuartersTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void unpacking_gives_what_was_packed(long seed) {
    Random random = new Random(seed);
    Map<Integer, Tally> expected = new TreeMap<>();
    Quarters quarters = new Quarters();
    for (int i = 0; i < 60; i++) {
      int quarter = random.nextInt(96);
      Tally tally = tally(random);
      quarters.add(quarter, tally);
      expected.computeIfAbsent(quarter, absent -> new Tally()).add(tally);
    }
    Quarters again = new Quarters();
    again.add(quarters.packed());

    Map<Integer, Tally> found = new TreeMap<>();
    Quarters.each(again.packed(), found::put);
    expected.values().removeIf(Tally::isEmpty);
    assertThat(found).containsOnlyKeys(expected.keySet());
    found.forEach(
        (quarter, tally) -> {
          Tally wanted = Objects.requireNonNull(expected.get(quarter));
          assertThat(tally.numbers()).isEqualTo(wanted.numbers());
          assertThat(tally.duration(0.5)).isEqualTo(wanted.duration(0.5));
          assertThat(tally.duration(0.99)).isEqualTo(wanted.duration(0.99));
        });
  }

  private static Tally tally(Random random) {
    Tally tally = new Tally();
    // a sync may leave a status before its arrival is counted
    tally.count(SyncStatus.IN_PROGRESS, random.nextInt(5) - 2);
    if (random.nextBoolean()) {
      tally.count(SyncStatus.FAILED, 1);
      tally.settle(
          SyncStatus.FAILED,
          new Transition.Outcome(
              random.nextInt(3) == 0 ? null : (long) random.nextInt(1 << random.nextInt(31)),
              random.nextInt(4),
              random.nextBoolean() ? null : new Transition.Payload(10_000_000, 1_234_567)));
    }
    return tally;
  }

  @Test
  void nothing_takes_no_room_and_a_settled_sync_little() {
    Quarters quarters = new Quarters();
    assertThat(quarters.packed()).isEmpty();

    Tally tally = new Tally();
    tally.count(SyncStatus.SUCCESS, 1);
    tally.settle(
        SyncStatus.SUCCESS, new Transition.Outcome(1_234L, 0, new Transition.Payload(2_048, 700)));
    quarters.add(95, tally);

    assertThat(quarters.packed()).hasSizeLessThanOrEqualTo(13);
  }

  @Test
  void refuses_what_is_no_quarter_of_a_day() {
    assertThatThrownBy(() -> new Quarters().add(96, new Tally()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
