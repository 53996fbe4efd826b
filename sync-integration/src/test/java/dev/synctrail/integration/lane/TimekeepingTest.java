package dev.synctrail.integration.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.startup.DatabaseTime;
import dev.synctrail.startup.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimekeepingTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final LaneSettings SETTINGS =
      new LaneSettings(
          2,
          2,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMinutes(15));

  private final Database database = new Database();
  private long nanos;
  private final SteadyClock clock = new SteadyClock(NOON.plus(HOUR), () -> nanos);
  private final Timekeeping time = new Timekeeping(clock, database, SETTINGS);

  @Test
  void a_machine_that_is_an_hour_ahead_starts_with_the_time_of_the_database() {
    time.begin();

    assertThat(clock.instant()).isEqualTo(NOON);
  }

  @Test
  void the_clock_starts_after_the_latest_record_when_the_database_time_was_set_back() {
    database.latest = NOON.plus(HOUR);

    time.begin();

    assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR));
  }

  @Test
  void a_record_from_the_far_future_is_ignored() {
    database.latest = NOON.plus(Duration.ofDays(400));

    time.begin();

    assertThat(clock.instant()).isEqualTo(NOON);
  }

  @Test
  void after_a_jump_every_lease_is_renewed_before_the_clock_follows() {
    time.begin();
    database.now = NOON.plus(HOUR);

    time.keep();

    assertThat(database.renewed)
        .last()
        .isEqualTo("older than PT0S to 2026-03-01T13:00:00Z at 2026-03-01T12:00:00Z");
    assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR));
  }

  @Test
  void at_a_start_a_lease_that_is_older_than_a_restart_takes_is_renewed() {
    time.begin();

    assertThat(database.renewed)
        .containsExactly("older than PT2M to 2026-03-01T12:00:00Z at 2026-03-01T12:00:00Z");
  }

  @Test
  void an_age_is_trusted_when_the_clock_has_run_for_longer_without_a_jump() {
    time.begin();
    assertThat(time.isSteadyFor(HOUR)).isFalse();
    nanos = HOUR.plusSeconds(1).toNanos();
    database.now = NOON.plusNanos(nanos);
    time.keep();
    assertThat(time.isSteadyFor(HOUR)).isTrue();

    database.now = database.now.plus(HOUR);
    time.keep();

    assertThat(time.isSteadyFor(HOUR)).isFalse();
  }

  @Test
  void without_a_jump_no_lease_is_renewed() {
    time.begin();
    database.now = NOON.plusSeconds(5);
    time.keep();
    database.now = NOON.minus(HOUR);
    time.keep();

    assertThat(database.renewed).hasSize(1);
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(5));
  }

  @Test
  void the_clock_continues_while_the_database_is_unreachable() {
    time.begin();
    database.gone = true;

    time.keep();

    assertThat(clock.instant()).isEqualTo(NOON);
  }

  private final class Database implements DatabaseTime {
    private final List<String> renewed = new ArrayList<>();
    private Instant now = NOON;
    private Instant latest = Instant.EPOCH;
    private boolean gone;

    @Override
    public Instant now() {
      if (gone) {
        throw new IllegalStateException("gone");
      }
      return now;
    }

    @Override
    public Instant latestRecorded() {
      return latest;
    }

    @Override
    public void renewLeases(Instant to, Duration age) {
      renewed.add("older than " + age + " to " + to + " at " + clock.instant());
    }
  }
}
