package dev.synctrail.persistence.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts.Order;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.persistence.schema.TestDatabase;
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

  private final JdbcConflicts conflicts = new JdbcConflicts(database.dataSource());

  private static Conflict conflict(PlatformId platform, Instant at) {
    return conflict(platform, "Hero", at);
  }

  private static Conflict conflict(PlatformId platform, String typeKey, Instant at) {
    return new Conflict(
        SyncId.at(at),
        platform,
        new TypeKey(typeKey),
        PayloadReference.of(Snapshot.ofText("base")),
        null,
        PayloadReference.of(Snapshot.ofText("wanted")),
        PayloadReference.of(Snapshot.ofText("wanted then")),
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
  void counts_open_conflicts() {
    long others = conflicts.countOpen();
    Conflict first = conflict(CMS, "Hero", NOON);
    Conflict second = conflict(CMS, "Teaser", NOON.plusSeconds(1));
    conflicts.save(first);
    conflicts.save(second);
    assertThat(conflicts.countOpen()).isEqualTo(others + 2);

    Conflict resolved =
        first.resolved(
            OnConflict.OVERWRITE,
            NOON.plusSeconds(9),
            "ann",
            "ours is newer",
            new RunId(first.sync().value()));
    conflicts.save(resolved);

    assertThat(conflicts.countOpen()).isEqualTo(others + 1);
    assertThat(conflicts.of(first.sync())).contains(resolved);
    assertThat(conflicts.list(CMS, null, Order.NEWEST_FIRST, null, false, 9))
        .containsExactly(second, resolved);
    assertThat(conflicts.list(CMS, true, Order.NEWEST_FIRST, null, false, 9))
        .containsExactly(second);
    assertThat(conflicts.list(CMS, null, Order.NEWEST_FIRST, first.sync(), true, 9))
        .containsExactly(second);
    Order byType = new Order(Order.By.TYPE_KEY, false);
    assertThat(conflicts.list(CMS, null, byType, null, false, 9)).containsExactly(resolved, second);
    assertThat(conflicts.list(CMS, null, byType, first.sync(), false, 9)).containsExactly(second);
    assertThat(conflicts.list(CMS, null, byType, second.sync(), true, 9)).containsExactly(resolved);
  }

  @Test
  void closes_conflicts_that_a_later_push_superseded() {
    PlatformId elsewhere = new PlatformId("elsewhere");
    Conflict open = conflict(elsewhere, NOON);
    Conflict resolved =
        conflict(elsewhere, NOON.plusSeconds(1))
            .resolved(OnConflict.KEEP_THEIRS, NOON.plusSeconds(2), "ann", "theirs", null);
    Conflict later = conflict(elsewhere, NOON.plusSeconds(9));
    List.of(open, resolved).forEach(conflicts::save);
    SyncId push = SyncId.at(NOON.plusSeconds(5));

    conflicts.supersede(elsewhere, new TypeKey("Hero"), push);
    conflicts.save(later);
    conflicts.supersede(elsewhere, new TypeKey("Hero"), push);
    conflicts.supersede(elsewhere, new TypeKey("Teaser"), SyncId.at(NOON.plusSeconds(99)));

    assertThat(conflicts.of(open.sync()).orElseThrow().supersededBy()).isEqualTo(push);
    assertThat(conflicts.of(open.sync()).orElseThrow().isOpen()).isFalse();
    assertThat(conflicts.of(resolved.sync())).contains(resolved);
    assertThat(conflicts.list(elsewhere, true, Order.NEWEST_FIRST, null, false, 9))
        .containsExactly(later);
  }

  @Test
  void finds_the_last_conflict_in_which_theirs_was_kept() {
    PlatformId elsewhere = new PlatformId("keptthere");
    Conflict earlier =
        conflict(elsewhere, NOON)
            .resolved(OnConflict.KEEP_THEIRS, NOON.plusSeconds(9), "ann", "theirs", null);
    Conflict last =
        conflict(elsewhere, NOON.plusSeconds(1))
            .resolved(OnConflict.KEEP_THEIRS, NOON.plusSeconds(10), "ann", "theirs", null);
    Conflict ours =
        conflict(elsewhere, NOON.plusSeconds(2))
            .resolved(OnConflict.OVERWRITE, NOON.plusSeconds(11), "ann", "ours", null);
    List.of(last, earlier, ours, conflict(elsewhere, NOON.plusSeconds(3))).forEach(conflicts::save);

    assertThat(conflicts.keptTheirs(elsewhere, new TypeKey("Hero"))).contains(last);
    assertThat(conflicts.keptTheirs(elsewhere, new TypeKey("Teaser"))).isEmpty();
    assertThat(conflicts.keptTheirs(new PlatformId("nowhere"), new TypeKey("Hero"))).isEmpty();
  }

  @Test
  void stores_one_open_conflict_with_every_push_that_found_it() {
    PlatformId elsewhere = new PlatformId("oneopen");
    Conflict first = conflict(elsewhere, NOON);
    Conflict second = conflict(elsewhere, NOON.plusSeconds(1));
    conflicts.save(first);

    assertThatThrownBy(() -> conflicts.save(second)).isInstanceOf(PersistenceException.class);
    Conflict open = conflicts.lockOpen(elsewhere, first.typeKey()).orElseThrow();
    assertThat(open).isEqualTo(first);

    Conflict both =
        new Conflict(
            first.sync(),
            elsewhere,
            first.typeKey(),
            first.base(),
            PayloadReference.of(Snapshot.ofText("theirs")),
            PayloadReference.of(Snapshot.ofText("newer")),
            null,
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
    conflicts.save(both);

    assertThat(conflicts.of(first.sync())).contains(both);
    assertThat(conflicts.of(second.sync())).contains(both);
    assertThat(conflicts.lock(second.sync())).contains(both);
    assertThat(conflicts.list(elsewhere, true, Order.NEWEST_FIRST, null, false, 9))
        .containsExactly(both);
  }

  @Test
  void finds_the_conflict_that_a_deployment_resolves_and_moves_a_push_to_its_new_conflict() {
    PlatformId elsewhere = new PlatformId("carriedout");
    RunId run = new RunId(SyncId.at(NOON).value());
    Conflict resolved =
        conflict(elsewhere, NOON)
            .resolved(OnConflict.OVERWRITE, NOON.plusSeconds(2), "ann", "ours", run);
    conflicts.save(resolved);
    Conflict next = conflict(elsewhere, NOON.plusSeconds(3));
    conflicts.save(next);

    assertThat(conflicts.decidedIn(run, resolved.typeKey())).contains(resolved);
    assertThat(conflicts.decidedIn(run, new TypeKey("Teaser"))).isEmpty();
    assertThat(conflicts.of(next.sync())).contains(next);
  }
}
