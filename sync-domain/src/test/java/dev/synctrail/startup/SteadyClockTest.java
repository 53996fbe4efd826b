package dev.synctrail.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.tracking.SyncId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SteadyClockTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private long nanos = 7_000;

  private SteadyClock clock() {
    return new SteadyClock(NOON, () -> nanos);
  }

  private void passes(Duration time) {
    nanos += time.toNanos();
  }

  /** Time passes, then the clock synchronizes with a database whose clock has the given offset. */
  record Step(Duration passes, Duration databaseIsOff) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Duration> passing = Arbitraries.longs().between(0, 10_000).map(Duration::ofMillis);
    Arbitrary<Duration> off =
        Arbitraries.longs().between(-3_700_000, 3_700_000).map(Duration::ofMillis);
    return Combinators.combine(passing, off).as(Step::new).list().ofMaxSize(40);
  }

  @Property
  void later_ids_stay_larger_when_the_database_clock_is_set(@ForAll("steps") List<Step> steps) {
    SteadyClock clock = clock();
    Instant real = NOON;
    SyncId last = SyncId.at(clock.instant());
    for (Step step : steps) {
      passes(step.passes());
      real = real.plus(step.passes());
      SyncId before = SyncId.at(clock.instant());
      clock.follow(real.plus(step.databaseIsOff()));
      SyncId after = SyncId.at(clock.instant());

      assertThat(before).isGreaterThan(last);
      assertThat(after).isGreaterThan(before);
      assertThat(after.startedAt()).isAfterOrEqualTo(real.plus(step.databaseIsOff()));
      last = after;
    }
  }

  @Example
  void advances_without_synchronization_in_milliseconds() {
    SteadyClock clock = clock();

    passes(Duration.ofNanos(1_999_999));

    assertThat(clock.instant()).isEqualTo(NOON.plusMillis(1));
  }

  @Example
  void follows_at_once_when_the_database_clock_is_set_forward() {
    SteadyClock clock = clock();

    clock.follow(NOON.plus(HOUR));
    passes(Duration.ofSeconds(10));

    assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR).plusSeconds(10));
  }

  @Example
  void runs_at_half_speed_after_the_database_clock_is_set_back() {
    SteadyClock clock = clock();

    clock.follow(NOON.minus(HOUR));
    passes(HOUR);
    assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR.dividedBy(2)));
    clock.follow(NOON);
    passes(HOUR);
    assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR));
    passes(HOUR);
    assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR).plus(HOUR));
  }

  @Example
  void starts_with_the_database_time_even_if_the_machine_is_ahead() {
    SteadyClock clock = clock();

    clock.begin(NOON.minus(HOUR), Instant.EPOCH);

    assertThat(clock.instant()).isEqualTo(NOON.minus(HOUR));
    passes(Duration.ofSeconds(2));
    assertThat(clock.instant()).isEqualTo(NOON.minus(HOUR).plusSeconds(2));
  }

  @Example
  void never_starts_before_the_latest_recorded_time() {
    SteadyClock clock = clock();

    clock.begin(NOON.minus(HOUR), NOON.plusMillis(3));

    assertThat(clock.instant()).isEqualTo(NOON.plusMillis(3));
    passes(HOUR.multipliedBy(3));
    assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR).plus(HOUR));
  }

  @Example
  void supports_utc_only() {
    assertThat(clock().getZone()).isEqualTo(ZoneOffset.UTC);
    assertThatThrownBy(() -> clock().withZone(ZoneOffset.MAX))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
