package dev.synctrail.persistence.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.OnConflict;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcConflictsIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PlatformId CMS = new PlatformId("cms");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final JdbcConflicts disputes = new JdbcConflicts(database.dataSource());

  private static Conflict found(PlatformId platform, Instant at) {
    return found(platform, "Hero", at);
  }

  private static Conflict found(PlatformId platform, String typeKey, Instant at) {
    return new Conflict(
        SyncId.at(at),
        platform,
        new TypeKey(typeKey),
        PayloadReference.of(Snapshot.ofText("base")),
        null,
        PayloadReference.of(Snapshot.ofText("wanted")),
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
    Conflict first = found(CMS, "Hero", NOON);
    Conflict second = found(CMS, "Teaser", NOON.plusSeconds(1));
    disputes.save(first);
    disputes.save(second);
    assertThat(disputes.countOpen()).isEqualTo(others + 2);

    Conflict decided =
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
  void closes_what_a_later_push_has_superseded() {
    PlatformId elsewhere = new PlatformId("elsewhere");
    Conflict open = found(elsewhere, NOON);
    Conflict decided =
        found(elsewhere, NOON.plusSeconds(1))
            .resolved(OnConflict.KEEP_THEIRS, NOON.plusSeconds(2), "ann", "theirs", null);
    Conflict later = found(elsewhere, NOON.plusSeconds(9));
    List.of(open, decided).forEach(disputes::save);
    SyncId push = SyncId.at(NOON.plusSeconds(5));

    disputes.supersede(elsewhere, new TypeKey("Hero"), push);
    disputes.save(later);
    disputes.supersede(elsewhere, new TypeKey("Hero"), push);
    disputes.supersede(elsewhere, new TypeKey("Teaser"), SyncId.at(NOON.plusSeconds(99)));

    assertThat(disputes.of(open.sync()).orElseThrow().supersededBy()).isEqualTo(push);
    assertThat(disputes.of(open.sync()).orElseThrow().isOpen()).isFalse();
    assertThat(disputes.of(decided.sync())).contains(decided);
    assertThat(disputes.list(elsewhere, true, null, false, 9)).containsExactly(later);
  }

  @Test
  void finds_the_last_conflict_in_which_theirs_was_kept() {
    PlatformId elsewhere = new PlatformId("keptthere");
    Conflict earlier =
        found(elsewhere, NOON)
            .resolved(OnConflict.KEEP_THEIRS, NOON.plusSeconds(9), "ann", "theirs", null);
    Conflict last =
        found(elsewhere, NOON.plusSeconds(1))
            .resolved(OnConflict.KEEP_THEIRS, NOON.plusSeconds(10), "ann", "theirs", null);
    Conflict ours =
        found(elsewhere, NOON.plusSeconds(2))
            .resolved(OnConflict.OVERWRITE, NOON.plusSeconds(11), "ann", "ours", null);
    List.of(last, earlier, ours, found(elsewhere, NOON.plusSeconds(3))).forEach(disputes::save);

    assertThat(disputes.keptTheirs(elsewhere, new TypeKey("Hero"))).contains(last);
    assertThat(disputes.keptTheirs(elsewhere, new TypeKey("Teaser"))).isEmpty();
    assertThat(disputes.keptTheirs(new PlatformId("nowhere"), new TypeKey("Hero"))).isEmpty();
  }

  @Test
  void keeps_one_open_conflict_with_every_push_that_met_it() {
    PlatformId elsewhere = new PlatformId("oneopen");
    Conflict first = found(elsewhere, NOON);
    Conflict second = found(elsewhere, NOON.plusSeconds(1));
    disputes.save(first);

    assertThatThrownBy(() -> disputes.save(second)).isInstanceOf(PersistenceException.class);
    Conflict open = disputes.lockOpen(elsewhere, first.typeKey()).orElseThrow();
    assertThat(open).isEqualTo(first);

    Conflict both =
        new Conflict(
            first.sync(),
            elsewhere,
            first.typeKey(),
            first.base(),
            PayloadReference.of(Snapshot.ofText("theirs")),
            PayloadReference.of(Snapshot.ofText("newer")),
            List.of("/b"),
            "\"2\"",
            first.foundAt(),
            null,
            null,
            null,
            null,
            null,
            null,
            NOON.plusSeconds(1),
            List.of(first.sync(), second.sync()));
    disputes.save(both);

    assertThat(disputes.of(first.sync())).contains(both);
    assertThat(disputes.of(second.sync())).contains(both);
    assertThat(disputes.lock(second.sync())).contains(both);
    assertThat(disputes.list(elsewhere, true, null, false, 9)).containsExactly(both);
  }

  @Test
  void finds_what_a_deployment_carries_out_and_moves_a_push_to_its_new_conflict() {
    PlatformId elsewhere = new PlatformId("carriedout");
    RunId run = new RunId(SyncId.at(NOON).value());
    Conflict decided =
        found(elsewhere, NOON)
            .resolved(OnConflict.OVERWRITE, NOON.plusSeconds(2), "ann", "ours", run);
    disputes.save(decided);
    Conflict next = found(elsewhere, NOON.plusSeconds(3));
    disputes.save(next);

    assertThat(disputes.decidedIn(run, decided.typeKey())).contains(decided);
    assertThat(disputes.decidedIn(run, new TypeKey("Teaser"))).isEmpty();
    assertThat(disputes.of(next.sync())).contains(next);
  }
}
