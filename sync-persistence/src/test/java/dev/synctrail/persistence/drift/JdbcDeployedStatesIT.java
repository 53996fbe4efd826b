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

  private final JdbcDeployedStates deployedStates = new JdbcDeployedStates(database.dataSource());

  private static DeployedState deployedState(PlatformId platform, String typeKey, State state) {
    return new DeployedState(
        platform,
        new TypeKey(typeKey),
        state,
        SyncId.at(NOON),
        PayloadReference.of(Snapshot.ofText("wanted")),
        observation("left", "\"1\""),
        DeployedState.LeftBy.CONFIRMED_ANSWER,
        observation("live", null),
        state == State.IN_SYNC ? List.of() : List.of("/a", "/b,{c}"),
        NOON.plusSeconds(3),
        UUID.randomUUID(),
        2);
  }

  private static Observation observation(String text, @Nullable String etag) {
    return new Observation(
        PayloadReference.of(Snapshot.ofText(text)), etag, NOON.plusSeconds(text.length()));
  }

  @Test
  void counts_and_lists_deployed_states() {
    DeployedState changed = deployedState(CMS, "Aa", State.MODIFIED);
    DeployedState kept = deployedState(CMS, "Bb", State.IN_SYNC);
    DeployedState gone = deployedState(CMS, "Cc", State.MODIFIED);
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
    List.of(changed, kept, gone, foreign).forEach(deployedStates::save);

    assertThat(deployedStates.counts())
        .isEqualTo(
            Map.of(
                CMS,
                Map.of(State.MODIFIED, 2, State.IN_SYNC, 1),
                ELSEWHERE,
                Map.of(State.UNTRACKED, 1)));
    assertThat(deployedStates.list(CMS, List.of(), null, false, 9))
        .containsExactly(changed, kept, gone);
    assertThat(deployedStates.list(CMS, List.of(State.MODIFIED), changed.typeKey(), false, 9))
        .containsExactly(gone);
    assertThat(deployedStates.list(CMS, List.of(), gone.typeKey(), true, 1)).containsExactly(kept);
    assertThat(deployedStates.find(ELSEWHERE, foreign.typeKey())).contains(foreign);
    assertThat(deployedStates.known(CMS)).hasSize(3);
  }
}
