package dev.synctrail.persistence.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.flowcontrol.QueueEntries.Backlogged;
import dev.synctrail.flowcontrol.QueueEntries.Filter;
import dev.synctrail.flowcontrol.QueueEntries.Position;
import dev.synctrail.flowcontrol.QueueEntry;
import dev.synctrail.flowcontrol.QueueEntry.Holder;
import dev.synctrail.flowcontrol.QueueEntry.State;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog.Kind;
import dev.synctrail.tracking.SyncId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcQueueEntriesIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Filter ANY = new Filter(null, null, null);
  private static final PlatformId CMS = new PlatformId("cms");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final JdbcQueueEntries entries = new JdbcQueueEntries(database.dataSource());

  @BeforeEach
  void empty() throws SQLException {
    execute("truncate sync, backlog, lane, sync_delta cascade");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static UUID enqueue(
      String kind, String platform, String typeKey, int dueAfter, String lane) throws SQLException {
    UUID id = SyncId.at(NOON.minusSeconds(60)).value();
    execute(
        "insert into backlog (trail_id, kind, platform, type_key, due_at, lane, fence, times)"
            + " values ('%s', '%s', '%s', '%s', '%s', %s, 3)"
                .formatted(
                    id,
                    kind,
                    platform,
                    typeKey,
                    NOON.plusSeconds(dueAfter),
                    lane.isEmpty() ? "null, null" : "'" + lane + "', 1"));
    return id;
  }

  private static void insertSync(UUID id, String direction, boolean dryRun, String status)
      throws SQLException {
    execute(
        "insert into sync (id, type_key, platform, direction, status, recorder, actor, dry_run,"
            + " ignore_data_loss, started_at, created_at, retry_count, run_id) values ('%s', 'x',"
                .formatted(id)
            + " 'cms', '%s', '%s', 'ENGINE', 'ann', %s, false, now(), now(), 0, '%s')"
                .formatted(direction, status, dryRun, new UUID(0, 7)));
  }

  private List<UUID> workIds(Filter filter) {
    return entries.page(filter, null, false, 9, NOON).stream().map(QueueEntry::workId).toList();
  }

  @Test
  void returns_a_sync_with_the_lane_and_server_that_run_it() throws SQLException {
    UUID push = enqueue("SYNC", "cms", "Hero", 0, "cms-0");
    insertSync(push, "PUSH", false, "IN_PROGRESS");
    execute(
        "insert into lane (task_name, task_instance, execution_time, picked, picked_by,"
            + " last_heartbeat, version) values ('lane', 'cms-0', now(), true, 'host-7', '"
            + NOON
            + "', 1)");

    assertThat(entries.find(push))
        .contains(
            new QueueEntry(
                push,
                Kind.SYNC,
                CMS,
                new TypeKey("Hero"),
                new UUID(0, 7),
                NOON,
                NOON.minusSeconds(60),
                3,
                true,
                new Holder("cms-0", "host-7", NOON),
                null,
                null));
    assertThat(entries.held()).hasSize(1);
    assertThat(entries.find(new UUID(0, 1))).isEmpty();
  }

  @Test
  void a_lane_that_is_not_picked_has_no_server() throws SQLException {
    UUID left = enqueue("SYNC", "cms", "Hero", 0, "cms-0");
    execute(
        "insert into lane (task_name, task_instance, execution_time, picked, version)"
            + " values ('lane', 'cms-0', now(), false, 1)");

    assertThat(entries.find(left).orElseThrow().holder())
        .isEqualTo(new Holder("cms-0", null, null));
  }

  @Test
  void returns_which_entries_write() throws SQLException {
    UUID dryRun = enqueue("SYNC", "cms", "TypeA", 0, "");
    UUID settling = enqueue("SYNC", "cms", "TypeB", 0, "");
    UUID pull = enqueue("SYNC", "cms", "TypeC", 0, "");
    UUID push = enqueue("SYNC", "cms", "TypeD", 0, "");
    UUID listing = enqueue("LISTING", "cms", "", 0, "");
    insertSync(dryRun, "PUSH", true, "IN_PROGRESS");
    insertSync(settling, "PUSH", false, "UNKNOWN");
    insertSync(pull, "PULL", false, "IN_PROGRESS");
    insertSync(push, "PUSH", false, "IN_PROGRESS");

    assertThat(entries.page(ANY, null, false, 9, NOON))
        .filteredOn(QueueEntry::writes)
        .extracting(QueueEntry::workId)
        .containsExactly(push);
    assertThat(entries.find(listing).orElseThrow().run()).isEqualTo(listing);
    assertThat(entries.find(listing).orElseThrow().typeKey()).isNull();
  }

  @Test
  void returns_which_entry_precedes_another() throws SQLException {
    UUID first = enqueue("SYNC", "cms", "Hero", 60, "");
    UUID second = enqueue("SYNC", "cms", "Hero", 0, "");
    UUID check = enqueue("CHECK", "cms", "Hero", 0, "");
    UUID elsewhere = enqueue("SYNC", "other", "Hero", 0, "");
    enqueue("LISTING", "cms", "", 0, "cms-0");
    UUID platformCheck = enqueue("PLATFORM_CHECK", "cms", "", 0, "");

    assertThat(entries.find(first).orElseThrow().behind()).isNull();
    assertThat(entries.find(second).orElseThrow().behind()).isEqualTo(first);
    assertThat(entries.find(check).orElseThrow().behind()).isEqualTo(first);
    assertThat(entries.find(elsewhere).orElseThrow().behind()).isNull();
    assertThat(entries.find(platformCheck).orElseThrow().behind()).isNull();
  }

  @Test
  void returns_which_entry_precedes_another_during_a_freeze() throws SQLException {
    UUID push = enqueue("SYNC", "cms", "Hero", 0, "");
    UUID check = enqueue("CHECK", "cms", "Hero", 0, "");
    UUID pull = enqueue("SYNC", "cms", "Hero", 0, "");
    UUID last = enqueue("CHECK", "cms", "Hero", 0, "");
    insertSync(push, "PUSH", false, "IN_PROGRESS");
    insertSync(pull, "PULL", false, "IN_PROGRESS");

    assertThat(entries.page(ANY, null, false, 9, NOON))
        .extracting(QueueEntry::workId, QueueEntry::behind, QueueEntry::behindInFreeze)
        .containsExactly(
            tuple(push, null, null),
            tuple(check, push, null),
            tuple(pull, push, null),
            tuple(last, push, pull));

    execute("update backlog set lane = 'cms-0', fence = 1 where trail_id = '%s'".formatted(push));
    assertThat(entries.find(check).orElseThrow().behindInFreeze()).isEqualTo(push);
  }

  @Test
  void entries_of_a_batch_wait_for_the_first_one() throws SQLException {
    UUID first = enqueue("SYNC", "cms", "TypeA", 0, "");
    UUID companion = enqueue("SYNC", "cms", "TypeB", 0, "");
    execute(
        "update backlog set times = 0, together = true, run_id = '%s'".formatted(new UUID(0, 7)));

    assertThat(entries.find(first).orElseThrow().behind()).isNull();
    assertThat(entries.find(companion).orElseThrow().behind()).isEqualTo(first);

    execute("update backlog set times = 1");
    assertThat(entries.find(companion).orElseThrow().behind()).isNull();
  }

  @Test
  void an_entry_waits_for_an_earlier_stage() throws SQLException {
    UUID first = enqueue("SYNC", "cms", "Part", 60, "");
    UUID last = enqueue("SYNC", "cms", "Whole", 0, "");
    execute("update backlog set run_id = '%s'".formatted(new UUID(0, 7)));
    execute("update backlog set stage = 1 where trail_id = '%s'".formatted(last));

    assertThat(entries.find(last).orElseThrow().behind()).isEqualTo(first);
    assertThat(entries.find(first).orElseThrow().behind()).isNull();
  }

  @Test
  void filters_by_platform_kind_and_state() throws SQLException {
    UUID held = enqueue("SYNC", "cms", "TypeA", -3, "cms-0");
    UUID due = enqueue("SYNC", "cms", "TypeB", -2, "");
    UUID check = enqueue("CHECK", "other", "TypeC", 0, "");
    UUID later = enqueue("SYNC", "other", "TypeD", 9, "");

    assertThat(workIds(ANY)).containsExactly(held, due, check, later);
    assertThat(workIds(new Filter(CMS, null, null))).containsExactly(held, due);
    assertThat(workIds(new Filter(null, Kind.CHECK, null))).containsExactly(check);
    assertThat(workIds(new Filter(null, null, State.HELD))).containsExactly(held);
    assertThat(workIds(new Filter(null, null, State.DUE))).containsExactly(due, check);
    assertThat(workIds(new Filter(null, null, State.LATER))).containsExactly(later);
    assertThat(workIds(new Filter(CMS, Kind.SYNC, State.DUE))).containsExactly(due);
  }

  @Test
  void pages_in_both_directions() throws SQLException {
    UUID one = enqueue("SYNC", "cms", "TypeA", 1, "");
    UUID two = enqueue("SYNC", "cms", "TypeB", 2, "");
    UUID three = enqueue("SYNC", "cms", "TypeC", 2, "");
    UUID four = enqueue("SYNC", "cms", "TypeD", 3, "");
    Position cursor = new Position(NOON.plusSeconds(2), two);

    assertThat(entries.page(ANY, cursor, false, 1, NOON))
        .extracting(QueueEntry::workId)
        .containsExactly(three);
    assertThat(entries.page(ANY, cursor, false, 9, NOON))
        .extracting(QueueEntry::workId)
        .containsExactly(three, four);
    assertThat(entries.page(ANY, cursor, true, 9, NOON))
        .extracting(QueueEntry::workId)
        .containsExactly(one);
    assertThat(entries.page(ANY, new Position(NOON.plusSeconds(3), four), true, 2, NOON))
        .extracting(QueueEntry::workId)
        .containsExactly(three, two);
  }

  @Test
  void sums_up_each_platform() throws SQLException {
    enqueue("SYNC", "cms", "TypeA", -3, "cms-0");
    enqueue("SYNC", "cms", "TypeB", 0, "");
    enqueue("SYNC", "cms", "TypeC", 9, "");
    enqueue("PLATFORM_CHECK", "other", "", 0, "other-0");

    assertThat(entries.backlogged(NOON))
        .containsExactly(
            new Backlogged(CMS, 3, 1, 1, NOON.minusSeconds(60)),
            new Backlogged(new PlatformId("other"), 1, 0, 1, null));
  }

  @Test
  void makes_only_entries_due_that_no_lane_holds() throws SQLException {
    UUID later = enqueue("SYNC", "cms", "TypeA", 60, "");
    UUID due = enqueue("SYNC", "cms", "TypeB", -60, "");
    UUID held = enqueue("SYNC", "cms", "TypeC", -60, "cms-0");

    assertThat(entries.hasten(later, NOON)).isTrue();
    assertThat(entries.hasten(due, NOON)).isTrue();
    assertThat(entries.hasten(held, NOON)).isFalse();

    assertThat(entries.find(later).orElseThrow().due()).isEqualTo(NOON);
    assertThat(entries.find(due).orElseThrow().due()).isEqualTo(NOON.minusSeconds(60));
  }
}
