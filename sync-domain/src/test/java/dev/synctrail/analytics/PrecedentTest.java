package dev.synctrail.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.analytics.Precedent.Footprint;
import dev.synctrail.analytics.Precedent.Kind;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrecedentTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static Footprint at(
      int minutesBefore, @Nullable String version, @Nullable String adapter) {
    return new Footprint(
        SyncId.at(NOON.minusSeconds(60L * minutesBefore)), version, adapter, "key", "3");
  }

  @Test
  void finds_changes_before_the_first_failure_and_the_syncs_between() {
    List<Footprint> syncs =
        List.of(at(0, "v2", "1.5"), at(5, "v2", "1.5"), at(10, "v2", "1.4"), at(15, "v1", "1.4"));

    assertThat(Precedent.of(syncs, syncs))
        .containsExactly(
            new Precedent(Kind.VERSION, "v1", "v2", NOON.minusSeconds(600), 2),
            new Precedent(Kind.ADAPTER_VERSION, "1.4", "1.5", NOON.minusSeconds(300), 1));
  }

  @Test
  void ignores_unknown_values() {
    List<Footprint> syncs = List.of(at(0, null, "1.5"), at(5, "v1", null), at(10, "v1", "1.5"));

    assertThat(Precedent.of(syncs, syncs)).isEmpty();
    assertThat(Precedent.of(List.of(), List.of())).isEmpty();
  }

  @Test
  void ignores_old_changes() {
    List<Footprint> syncs =
        List.of(at(0, "v2", null), at(25 * 60, "v2", null), at(26 * 60, "v1", null));

    assertThat(Precedent.of(syncs, syncs)).isEmpty();
  }

  @Test
  void finds_a_change_in_the_failed_sync_regardless_of_the_age_of_the_previous_one() {
    List<Footprint> syncs = List.of(at(0, "v2", null), at(30 * 60, "v1", null));

    assertThat(Precedent.of(syncs, syncs))
        .containsExactly(new Precedent(Kind.VERSION, "v1", "v2", NOON, 0));
  }
}
