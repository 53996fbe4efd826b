package dev.synctrail.persistence.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.conflict.Dispute;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.OnConflict;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcDisputesIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PlatformId CMS = new PlatformId("cms");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final JdbcDisputes disputes = new JdbcDisputes(database.dataSource());

  private static Dispute found(Instant at) {
    return found(CMS, at);
  }

  private static Dispute found(PlatformId platform, Instant at) {
    return new Dispute(
        SyncId.at(at),
        platform,
        new TypeKey("Hero"),
        Evidence.of(Snapshot.ofText("base")),
        null,
        Evidence.of(Snapshot.ofText("wanted")),
        List.of("/a"),
        "\"1\"",
        at,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void counts_those_that_nobody_has_decided() {
    long others = disputes.countOpen();
    Dispute first = found(NOON);
    Dispute second = found(NOON.plusSeconds(1));
    disputes.save(first);
    disputes.save(second);
    assertThat(disputes.countOpen()).isEqualTo(others + 2);

    Dispute decided =
        first.resolved(
            OnConflict.OVERWRITE,
            NOON.plusSeconds(9),
            "ann",
            "ours is newer",
            new RunId(first.sync().value()));
    disputes.save(decided);

    assertThat(disputes.countOpen()).isEqualTo(others + 1);
    assertThat(disputes.of(first.sync())).contains(decided);
    assertThat(disputes.list(CMS, null, null, false, 9)).containsExactly(second, decided);
    assertThat(disputes.list(CMS, true, null, false, 9)).containsExactly(second);
    assertThat(disputes.list(CMS, null, first.sync(), true, 9)).containsExactly(second);
  }

  @Test
  void closes_what_a_later_push_has_overtaken() {
    PlatformId elsewhere = new PlatformId("elsewhere");
    Dispute open = found(elsewhere, NOON);
    Dispute decided =
        found(elsewhere, NOON.plusSeconds(1))
            .resolved(OnConflict.KEEP_THEIRS, NOON.plusSeconds(2), "ann", "theirs", null);
    Dispute later = found(elsewhere, NOON.plusSeconds(9));
    List.of(open, decided, later).forEach(disputes::save);
    SyncId push = SyncId.at(NOON.plusSeconds(5));

    disputes.overtake(elsewhere, new TypeKey("Hero"), push);
    disputes.overtake(elsewhere, new TypeKey("Teaser"), SyncId.at(NOON.plusSeconds(99)));

    assertThat(disputes.of(open.sync()).orElseThrow().overtakenBy()).isEqualTo(push);
    assertThat(disputes.of(open.sync()).orElseThrow().isOpen()).isFalse();
    assertThat(disputes.of(decided.sync())).contains(decided);
    assertThat(disputes.list(elsewhere, true, null, false, 9)).containsExactly(later);
  }
}
