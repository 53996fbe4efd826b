package dev.synctrail.persistence.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.flowcontrol.Freeze;
import dev.synctrail.flowcontrol.FreezeWindow;
import dev.synctrail.flowcontrol.Pause;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.flowcontrol.TrafficPolicy.Order;
import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import dev.synctrail.flowcontrol.TrafficPolicy.State;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcFlowControlIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PlatformId CMS = new PlatformId("cms");
  private static final PlatformId OTHER = new PlatformId("other");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final JdbcPauses pauses = new JdbcPauses(database.dataSource());
  private final JdbcFreezes freezes = new JdbcFreezes(database.dataSource());
  private final JdbcTrafficPolicies trafficPolicies =
      new JdbcTrafficPolicies(database.dataSource());

  @BeforeEach
  void empty() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("truncate pause, change_freeze, protection");
    }
  }

  private static UUID id() {
    return SyncId.at(NOON).value();
  }

  private static Pause pause(@Nullable PlatformId platform, @Nullable Instant until) {
    return new Pause(id(), platform, "works", "ann", NOON, until, null, null);
  }

  private static Freeze freeze(@Nullable PlatformId platform, FreezeWindow freezeWindow) {
    return new Freeze(id(), platform, "Year end", "audit", freezeWindow, "ann", NOON, null, null);
  }

  @Test
  void returns_a_pause_and_the_user_who_ended_it() {
    Pause pause = pause(CMS, NOON.plusSeconds(60));
    assertThat(pauses.add(pause)).isTrue();
    assertThat(pauses.find(pause.id())).contains(pause);

    assertThat(pauses.end(pause.id(), NOON.plusSeconds(9), "bob")).isTrue();
    assertThat(pauses.end(pause.id(), NOON.plusSeconds(9), "bob")).isFalse();

    assertThat(pauses.find(pause.id()))
        .contains(
            new Pause(
                pause.id(),
                CMS,
                "works",
                "ann",
                NOON,
                NOON.plusSeconds(60),
                NOON.plusSeconds(9),
                "bob"));
  }

  @Test
  void a_pause_of_everything_applies_to_every_platform() {
    Pause all = pause(null, null);
    Pause own = pause(CMS, null);
    pauses.add(all);
    pauses.add(own);

    assertThat(pauses.inForce(CMS, NOON)).containsExactly(own, all);
    assertThat(pauses.inForce(OTHER, NOON)).containsExactly(all);
    assertThat(pauses.inForce(null, NOON)).containsExactly(own, all);
  }

  @Test
  void a_platform_has_one_active_pause_and_an_expired_one_can_be_replaced() {
    Pause first = pause(CMS, NOON.plusSeconds(60));
    assertThat(pauses.add(first)).isTrue();
    assertThat(pauses.add(pause(CMS, null))).isFalse();
    assertThat(pauses.add(pause(OTHER, null))).isTrue();
    assertThat(pauses.inForce(CMS, NOON.plusSeconds(60))).isEmpty();

    Instant later = NOON.plusSeconds(60);
    Pause second = new Pause(id(), CMS, "again", "ann", later, null, null, null);
    assertThat(pauses.add(second)).isTrue();

    assertThat(pauses.inForce(CMS, later)).containsExactly(second);
    assertThat(pauses.find(first.id()).orElseThrow().endedAt()).isEqualTo(later);
    assertThat(pauses.end(first.id(), later, "bob")).isFalse();
  }

  @Test
  void pages_pauses_in_both_directions() {
    Pause one = pause(CMS, NOON.plusSeconds(1));
    Pause two = pause(OTHER, null);
    Pause three = pause(null, null);
    pauses.add(one);
    pauses.add(two);
    pauses.add(three);
    Instant now = NOON.plusSeconds(2);

    assertThat(pauses.page(null, null, now, null, false, 9)).containsExactly(three, two, one);
    assertThat(pauses.page(null, null, now, two.id(), false, 9)).containsExactly(one);
    assertThat(pauses.page(null, null, now, two.id(), true, 9)).containsExactly(three);
    assertThat(pauses.page(CMS, null, now, null, false, 9)).containsExactly(three, one);
    assertThat(pauses.page(null, true, now, null, false, 9)).containsExactly(three, two);
    assertThat(pauses.page(null, false, now, null, false, 9)).containsExactly(one);
    assertThat(pauses.page(null, null, now, null, false, 1)).containsExactly(three);
  }

  @Test
  void returns_freezes_in_the_time_zone_in_which_they_were_entered() {
    Freeze once =
        freeze(
            CMS,
            new FreezeWindow.Once(
                LocalDateTime.parse("2026-12-20T18:00"),
                LocalDateTime.parse("2027-01-03T06:00:30"),
                ZoneId.of("Europe/Berlin")));
    Freeze weekly =
        freeze(
            null,
            new FreezeWindow.Weekly(
                DayOfWeek.FRIDAY,
                LocalTime.of(18, 0),
                DayOfWeek.MONDAY,
                LocalTime.of(6, 30),
                ZoneId.of("America/New_York")));
    freezes.add(once);
    freezes.add(weekly);

    assertThat(freezes.all()).containsExactly(weekly, once);
    assertThat(freezes.on(CMS, NOON)).containsExactly(once, weekly);
    assertThat(freezes.on(OTHER, NOON)).containsExactly(weekly);

    assertThat(freezes.remove(weekly.id(), NOON, "bob")).isTrue();
    assertThat(freezes.remove(weekly.id(), NOON, "bob")).isFalse();
    assertThat(freezes.on(OTHER, NOON)).isEmpty();
    assertThat(freezes.find(weekly.id()).orElseThrow().removedBy()).isEqualTo("bob");
  }

  @Test
  void omits_freezes_that_are_over_in_every_time_zone() {
    LocalDateTime end = LocalDateTime.parse("2026-03-01T02:00");
    Freeze farWest =
        freeze(CMS, new FreezeWindow.Once(end.minusDays(1), end, ZoneId.of("Pacific/Pago_Pago")));
    freezes.add(farWest);

    assertThat(freezes.on(CMS, NOON)).containsExactly(farWest);
    assertThat(freezes.on(CMS, NOON.plus(Duration.ofDays(1)))).isEmpty();
  }

  @Test
  void returns_a_freeze_whose_times_are_more_precise_than_the_column() {
    Freeze fine =
        freeze(
            null,
            new FreezeWindow.Weekly(
                DayOfWeek.FRIDAY,
                LocalTime.NOON,
                DayOfWeek.MONDAY,
                LocalTime.of(6, 30, 0, 1),
                ZoneOffset.UTC));
    freezes.add(fine);

    assertThat(freezes.all()).containsExactly(fine);
  }

  @Test
  void stores_every_revision_of_a_traffic_policy_and_rejects_a_duplicate() {
    assertThat(trafficPolicies.of(CMS)).isEqualTo(TrafficPolicy.unset(CMS));
    TrafficPolicy first =
        new TrafficPolicy(
            CMS, 1, new Settings(5, 20, Duration.ofSeconds(7), 60, 3), null, "storms", NOON, "ann");
    TrafficPolicy second =
        new TrafficPolicy(
            CMS, 2, Settings.AS_CONFIGURED, new Order(State.OPEN, NOON), null, NOON, "bob");

    assertThat(trafficPolicies.add(first)).isTrue();
    assertThat(trafficPolicies.add(second)).isTrue();
    assertThat(trafficPolicies.add(second)).isFalse();

    assertThat(trafficPolicies.of(CMS)).isEqualTo(second);
    assertThat(trafficPolicies.revisions(CMS)).containsExactly(second, first);
    assertThat(trafficPolicies.of(OTHER)).isEqualTo(TrafficPolicy.unset(OTHER));
  }
}
