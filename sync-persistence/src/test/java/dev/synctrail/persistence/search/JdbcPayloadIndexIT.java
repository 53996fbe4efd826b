package dev.synctrail.persistence.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.history.Holding;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.persistence.history.JdbcSyncHistory;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.snapshot.JpaSnapshots;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcPayloadIndexIT {
  private static final Instant AT = Instant.parse("2026-01-31T09:30:00Z");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private JdbcPayloadIndex index;
  private JpaSnapshots snapshots;

  @BeforeEach
  void empty() throws SQLException {
    execute("truncate sync, snapshot, payload_index, payload_unindexed");
    index = new JdbcPayloadIndex(database.dataSource());
    snapshots = new JpaSnapshots(database.entityManager(), Clock.systemUTC());
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private SyncId sync(
      Direction direction, @Nullable String intended, PayloadRole payloadRole, String payload) {
    SyncId id = SyncId.at(AT);
    Sync sync =
        Sync.begin(
            new Intent(
                id,
                new TypeKey("Hero"),
                new PlatformId("sandbox"),
                direction,
                new Intent.Cause("ann", null, null, null, null, null, null),
                PushOptions.NONE,
                Recorder.ENGINE,
                AT),
            Sync.VersionLink.NONE,
            Sync.Target.NONE,
            intended == null ? null : snapshots.keep(Snapshot.ofText(intended)));
    new JpaSyncs(database.entityManager())
        .add(sync.holding(payloadRole, snapshots.keep(Snapshot.ofText(payload))));
    database.commit();
    return id;
  }

  private List<SyncId> found(String pointer, @Nullable String value) {
    Holding holding = new Holding(pointer, value == null ? null : Holding.value(value));
    SyncFilter filter = SyncFilter.ALL.with(holding);
    return new JdbcSyncHistory(database.dataSource(), database.dataSource(), snapshots)
        .page(SyncQuery.latest(filter, 200)).data().stream().map(SyncSummary::id).toList();
  }

  @Test
  void finds_syncs_by_sent_intended_and_pulled_payloads() {
    SyncId pushed = sync(Direction.PUSH, "{\"a\":1,\"b\":2}", PayloadRole.SENT, "{\"b\":2.0}");
    SyncId again = sync(Direction.PUSH, "{\"a\":1,\"b\":2}", PayloadRole.SENT, "{\"b\":2.0}");
    SyncId pulled = sync(Direction.PULL, null, PayloadRole.ANSWERED, "{\"b\":3}");
    sync(Direction.PUSH, null, PayloadRole.ANSWERED, "{\"b\":3}");
    assertThat(index.missing()).isEqualTo(3);
    assertThat(found("/b", null)).isEmpty();

    assertThat(index.catchUp(2)).isEqualTo(2);
    assertThat(index.catchUp(2)).isEqualTo(1);
    assertThat(index.catchUp(2)).isZero();

    assertThat(index.missing()).isZero();
    assertThat(found("/b", null)).containsExactly(pulled, again, pushed);
    assertThat(found("/a", "1.0")).containsExactly(again, pushed);
    assertThat(found("/b", "2")).containsExactly(again, pushed);
    assertThat(found("/b", "3")).containsExactly(pulled);
    assertThat(found("/c", null)).isEmpty();
  }

  @Test
  void pages_through_search_results() {
    List<SyncId> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(0, sync(Direction.PUSH, null, PayloadRole.SENT, "{\"b\":2}"));
    }
    index.catchUp(10);
    SyncFilter filter = SyncFilter.ALL.with(new Holding("/b", null));
    var history = new JdbcSyncHistory(database.dataSource(), database.dataSource(), snapshots);
    var first = history.page(SyncQuery.latest(filter, 2));
    var second =
        history.page(
            SyncQuery.of(
                filter, SyncQuery.latest(filter, 2).order(), 200, first.nextCursor(), true));

    assertThat(second.data().stream().map(SyncSummary::id).toList()).isEqualTo(all.subList(2, 5));
    assertThat(second.total()).isEqualTo(5);
  }

  @Test
  void removes_deleted_payloads_and_indexes_them_again() throws SQLException {
    SyncId id = sync(Direction.PUSH, null, PayloadRole.SENT, "{\"b\":2}");
    index.catchUp(10);
    execute("delete from snapshot");
    assertThat(found("/b", null)).isEmpty();

    database.commit();
    snapshots.keep(Snapshot.ofText("{\"b\":2}"));
    database.commit();
    index.catchUp(10);

    assertThat(found("/b", null)).containsExactly(id);
  }

  @Test
  void counts_payloads_that_are_too_large_or_unreadable() throws SQLException {
    sync(Direction.PUSH, null, PayloadRole.SENT, "[" + "0,".repeat(10_000) + "0]");
    sync(Direction.PUSH, null, PayloadRole.SENT, "{\"b\":2}");
    execute("update snapshot set bytes = '\\x00' where original_size = 7");
    index.catchUp(10);

    assertThat(index.missing()).isEqualTo(2);
    assertThat(found("/17", "0")).hasSize(1);
    assertThat(found("/b", null)).isEmpty();
  }
}
