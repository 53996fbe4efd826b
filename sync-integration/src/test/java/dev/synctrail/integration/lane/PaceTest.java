package dev.synctrail.integration.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MS = 1_000_000;

  private final List<Long> rests = new ArrayList<>();
  private long now;

  private Pace of(double share) {
    return new Pace(
        share,
        () -> now,
        nanos -> {
          rests.add(nanos / MS);
          now += nanos;
        });
  }

  @Test
  void work_rests_for_the_rest_of_the_time() {
    Pace quarter = of(0.25);
    now += 100 * MS;
    assertThat(quarter.rest(() -> false)).isFalse();
    assertThat(rests).containsExactly(200L, 100L);

    now += 10 * MS;
    quarter.rest(() -> false);
    assertThat(rests).containsExactly(200L, 100L, 30L);
  }

  @Test
  void all_the_time_is_no_rest() {
    Pace all = of(1);
    now += 100 * MS;
    all.rest(() -> false);
    assertThat(rests).isEmpty();
  }

  @Test
  void a_server_that_stops_does_not_wait() {
    Pace quarter = of(0.25);
    now += 10_000 * MS;
    assertThat(quarter.rest(() -> !rests.isEmpty())).isTrue();
    assertThat(rests).containsExactly(200L);
  }
}
