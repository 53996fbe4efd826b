package dev.synctrail.persistence.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.metrics.OpenWorkCounts;
import dev.synctrail.metrics.OpenWorkCounts.Job;
import dev.synctrail.metrics.OpenWorkCounts.OfPlatform;
import dev.synctrail.metrics.OpenWorkCounts.Purged;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.tracking.SyncId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcOpenWorkIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final JdbcOpenWork openWork = new JdbcOpenWork(database.dataSource());

  @BeforeEach
  void empty() throws SQLException {
    execute("truncate sync, sync_count, backlog, lane, sync_delta, purge, retention_rules cascade");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static UUID sync(String platform, String status) throws SQLException {
    UUID id = SyncId.at(NOON).value();
    execute(
        "insert into sync (id, type_key, platform, direction, status, recorder, actor, dry_run,"
            + " ignore_data_loss, started_at, created_at, retry_count, completed_at) values ('"
            + id
            + "', 'Hero', '"
            + platform
            + "', 'PUSH', '"
            + status
            + "', 'ENGINE', 'ann', false, false, now(), now(), 0, "
            + (status.equals("SUCCESS") ? "now()" : "null")
            + ")");
    return id;
  }

  private static void entry(UUID id, String platform, String due, String lane) throws SQLException {
    execute(
        "insert into backlog (trail_id, kind, platform, type_key, due_at, lane, fence) values ('"
            + id
            + "', 'SYNC', '"
            + platform
            + "', '"
            + id
            + "', '"
            + due
            + "', "
            + (lane.isEmpty() ? "null, null" : "'" + lane + "', 1")
            + ")");
  }

  @Test
  void an_empty_database_has_no_open_work() {
    assertThat(openWork.at(NOON))
        .isEqualTo(
            new OpenWorkCounts(
                NOON,
                OpenWorkCounts.NOTHING.platforms(),
                OpenWorkCounts.NOTHING.jobs(),
                OpenWorkCounts.NOTHING.rollUp(),
                OpenWorkCounts.NOTHING.purged()));
  }

  @Test
  void counts_open_work_per_platform() throws SQLException {
    entry(sync("cms", "IN_PROGRESS"), "cms", "2026-03-01T11:59:30Z", "");
    entry(sync("cms", "IN_PROGRESS"), "cms", "2026-03-01T11:58:00Z", "cms-0");
    entry(sync("cms", "UNKNOWN"), "cms", "2026-03-01T11:59:50Z", "");
    sync("cms", "UNKNOWN");
    sync("cms", "SUCCESS");
    sync("elsewhere", "IN_PROGRESS");

    OpenWorkCounts openWorkCounts = openWork.at(NOON);

    assertThat(openWorkCounts.names()).containsExactly("cms", "elsewhere");
    assertThat(openWorkCounts.of("cms"))
        .isEqualTo(new OfPlatform(2, 2, 1, 2, 1, Instant.parse("2026-03-01T11:59:30Z")));
    assertThat(openWorkCounts.of("elsewhere")).isEqualTo(new OfPlatform(1, 0, 0, 0, 0, null));
    assertThat(openWorkCounts.of("nowhere")).isEqualTo(OfPlatform.NOTHING);
    assertThat(openWorkCounts.rollUp().transitions()).isEqualTo(6);
  }

  @Test
  void reports_jobs_and_purges() throws SQLException {
    execute(
        "insert into lane (task_name, task_instance, execution_time, picked, version, last_success,"
            + " consecutive_failures) values ('roll-up', 'recurring', now(), false, 1,"
            + " '2026-03-01T11:00:00Z', 3)");
    execute("insert into retention_rules values (1, '[]', now(), 'ann')");
    String purge =
        "insert into purge (id, dry_run, actor, revision, step, rows, attempts, payloads, snapshots,"
            + " bytes, created_at, ended_at) values (gen_random_uuid(), ";
    execute(purge + "false, 'ann', 1, 'DONE', 5, 4, 0, 3, 2000, now(), now())");
    execute(purge + "false, 'ann', 1, 'ROWS', 1, 1, 0, 1, 10, '2026-03-01T10:00:00Z', null)");
    execute(purge + "true, 'ann', 1, 'DONE', 900, 900, 0, 900, 900, now(), now())");

    OpenWorkCounts openWorkCounts = openWork.at(NOON);

    assertThat(openWorkCounts.jobs().get("roll-up"))
        .isEqualTo(new Job(Instant.parse("2026-03-01T11:00:00Z"), 3));
    assertThat(openWorkCounts.purged())
        .isEqualTo(new Purged(1, 6, 5, 4, 2010, Instant.parse("2026-03-01T10:00:00Z")));
  }
}
