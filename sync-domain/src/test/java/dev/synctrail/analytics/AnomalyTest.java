package dev.synctrail.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncStatus;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnomalyTest {
  private static final LocalDate DAY = LocalDate.parse("2024-02-20");
  private static final Series SERIES =
      new Series(new PlatformId("sandbox"), null, Direction.PUSH, null, false);

  private final Map<LocalDate, Measures> days = new HashMap<>();

  private void day(int number, int success, int failed, long duration) {
    Counts counts = new Counts();
    counts.count(SyncStatus.SUCCESS, success);
    counts.count(SyncStatus.FAILED, failed);
    counts.settle(SyncStatus.SUCCESS, new Transition.Outcome(duration, 0, null));
    days.computeIfAbsent(DAY.plusDays(number), absent -> new Measures()).add(SERIES, counts);
  }

  @Test
  void reports_an_unusual_success_rate_with_numbers() {
    for (int i = 0; i < 10; i++) {
      day(i, 95 + i % 3, 5 - i % 3, 100);
    }
    day(10, 60, 40, 105);

    assertThat(Anomaly.of(days))
        .singleElement()
        .satisfies(
            anomaly -> {
              assertThat(anomaly.measure()).isEqualTo("successRate");
              assertThat(anomaly.day()).isEqualTo("2024-03-01");
              assertThat(anomaly.value()).isEqualTo(60);
              assertThat(anomaly.usual()).isEqualTo(96);
              assertThat(anomaly.deviation()).isLessThan(-4);
              assertThat(anomaly.days()).isEqualTo(10);
            });
  }

  @Test
  void reports_an_unusual_duration() {
    for (int i = 0; i < 8; i++) {
      day(i, 50, 0, 100 + i);
    }
    day(8, 50, 0, 300);

    assertThat(Anomaly.of(days)).extracting(Anomaly::measure).containsExactly("medianDuration");
  }

  @Test
  void ignores_usual_variation_short_history_and_quiet_days() {
    for (int i = 0; i < 10; i++) {
      day(i, 50 + 40 * (i % 2), 50 - 40 * (i % 2), 100);
    }
    day(10, 30, 70, 100);
    assertThat(Anomaly.of(days)).isEmpty();

    days.clear();
    for (int i = 0; i < 10; i++) {
      day(i, 100, 0, 100);
    }
    day(10, 0, 19, 100);
    assertThat(Anomaly.of(days)).isEmpty();

    days.clear();
    for (int i = 0; i < 6; i++) {
      day(i, 100, 0, 100);
    }
    day(7, 0, 100, 900);
    assertThat(Anomaly.of(days)).isEmpty();
  }
}
