package dev.synctrail.persistence.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedState.State;
import dev.synctrail.drift.Observation;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcDeployedStatesIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PlatformId CMS = new PlatformId("cms");
  private static final PlatformId ELSEWHERE = new PlatformId("elsewhere");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final JdbcDeployedStates placements = new JdbcDeployedStates(database.dataSource());

  private static DeployedState placement(PlatformId platform, String typeKey, State state) {
    return new DeployedState(
        platform,
        new TypeKey(typeKey),
        state,
        SyncId.at(NOON),
        PayloadReference.of(Snapshot.ofText("wanted")),
        seen("left", "\"1\""),
        DeployedState.LeftBy.CONFIRMED_ANSWER,
        seen("live", null),
        state == State.IN_SYNC ? List.of() : List.of("/a", "/b,{c}"),
        NOON.plusSeconds(3),
        UUID.randomUUID(),
        2);
  }

  private static Observation seen(String text, @Nullable String etag) {
    return new Observation(
        PayloadReference.of(Snapshot.ofText(text)), etag, NOON.plusSeconds(text.length()));
  }

  @Test
  void counts_and_lists_what_stands_where() {
    DeployedState changed = placement(CMS, "Aa", State.MODIFIED);
    DeployedState kept = placement(CMS, "Bb", State.IN_SYNC);
    DeployedState gone = placement(CMS, "Cc", State.MODIFIED);
    DeployedState foreign =
        new DeployedState(
            ELSEWHERE,
            new TypeKey("Aa"),
            State.UNTRACKED,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            0);
    List.of(changed, kept, gone, foreign).forEach(placements::save);

    assertThat(placements.counts())
        .isEqualTo(
            Map.of(
                CMS,
                Map.of(State.MODIFIED, 2, State.IN_SYNC, 1),
                ELSEWHERE,
                Map.of(State.UNTRACKED, 1)));
    assertThat(placements.list(CMS, List.of(), null, false, 9))
        .containsExactly(changed, kept, gone);
    assertThat(placements.list(CMS, List.of(State.MODIFIED), changed.typeKey(), false, 9))
        .containsExactly(gone);
    assertThat(placements.list(CMS, List.of(), gone.typeKey(), true, 1)).containsExactly(kept);
    assertThat(placements.find(ELSEWHERE, foreign.typeKey())).contains(foreign);
    assertThat(placements.known(CMS)).hasSize(3);
  }
}
