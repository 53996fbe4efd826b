package dev.synctrail.persistence.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.Placement;
import dev.synctrail.drift.Placement.State;
import dev.synctrail.drift.Seen;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcPlacementsIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PlatformId CMS = new PlatformId("cms");
  private static final PlatformId ELSEWHERE = new PlatformId("elsewhere");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final JdbcPlacements placements = new JdbcPlacements(database.dataSource());

  private static Placement placement(PlatformId platform, String typeKey, State state) {
    return new Placement(
        platform,
        new TypeKey(typeKey),
        state,
        SyncId.at(NOON),
        Evidence.of(Snapshot.ofText("wanted")),
        seen("left", "\"1\""),
        Placement.LeftBy.CONFIRMED_ANSWER,
        seen("live", null),
        state == State.IN_SYNC ? List.of() : List.of("/a", "/b,{c}"),
        NOON.plusSeconds(3),
        UUID.randomUUID(),
        2);
  }

  private static Seen seen(String text, @Nullable String etag) {
    return new Seen(Evidence.of(Snapshot.ofText(text)), etag, NOON.plusSeconds(text.length()));
  }

  @Test
  void counts_and_lists_what_stands_where() {
    Placement changed = placement(CMS, "Aa", State.MODIFIED);
    Placement kept = placement(CMS, "Bb", State.IN_SYNC);
    Placement gone = placement(CMS, "Cc", State.MODIFIED);
    Placement foreign =
        new Placement(
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
