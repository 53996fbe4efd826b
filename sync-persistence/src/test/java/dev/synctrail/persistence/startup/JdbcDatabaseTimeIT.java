package dev.synctrail.persistence.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.tracking.SyncId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcDatabaseTimeIT {
  private static final Instant LATE = Instant.parse("2031-01-01T00:00:00.123Z");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final JdbcDatabaseTime time = new JdbcDatabaseTime(database.dataSource());

  @BeforeEach
  void empty() throws SQLException {
    execute("truncate sync, run, lane cascade");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void sync(Instant at, String recorder) throws SQLException {
    execute(
        "insert into sync (id, type_key, platform, direction, status, recorder, actor, dry_run,"
            + " ignore_data_loss, started_at, created_at, retry_count) values ('"
            + SyncId.at(at)
            + "', 'x', 'cms', 'PUSH', 'IN_PROGRESS', '"
            + recorder
            + "', 'ann', false, false, now(), now(), 0)");
  }

  private static void lane(String name, boolean picked, Instant heartbeat) throws SQLException {
    execute(
        "insert into lane (task_name, task_instance, execution_time, picked, last_heartbeat, version)"
            + " values ('lane', '%s', now(), %s, '%s', 1)".formatted(name, picked, heartbeat));
  }

  @Test
  void returns_the_time_of_the_database() {
    Instant before = time.now();

    assertThat(time.now()).isAfterOrEqualTo(before);
  }

  @Test
  void an_empty_database_has_no_latest_time() {
    assertThat(time.latestRecorded()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void the_latest_time_is_after_the_newest_id_of_any_server() throws SQLException {
    sync(LATE, "ENGINE");
    sync(LATE.minusSeconds(60), "ENGINE");
    sync(LATE.plusSeconds(60), "OUTSIDE");
    sync(LATE.plusSeconds(60), "IMPORTED");

    assertThat(time.latestRecorded()).isEqualTo(LATE.plusMillis(1));
  }

  @Test
  void the_latest_time_includes_heartbeats() throws SQLException {
    sync(LATE, "ENGINE");
    lane("optimizely-0", true, LATE.plusSeconds(5));
    lane("optimizely-1", false, LATE.plusSeconds(4));

    assertThat(time.latestRecorded()).isEqualTo(LATE.plusSeconds(5));
  }

  private static Object namesOfLanesSeenAt(Instant heartbeat) {
    return database
        .entityManager()
        .createNativeQuery(
            "select string_agg(task_instance, ',' order by task_instance) from lane"
                + " where last_heartbeat = '"
                + heartbeat
                + "'")
        .getSingleResult();
  }

  @Test
  void renews_the_leases_of_holders_that_are_older() throws SQLException {
    lane("optimizely-0", true, LATE.minusSeconds(3_600));
    lane("optimizely-1", false, LATE.minusSeconds(3_600));
    lane("optimizely-2", true, LATE.minusSeconds(60));

    time.renewLeases(LATE, Duration.ofMinutes(2));
    assertThat(namesOfLanesSeenAt(LATE)).isEqualTo("optimizely-0");

    time.renewLeases(LATE, Duration.ZERO);
    assertThat(namesOfLanesSeenAt(LATE)).isEqualTo("optimizely-0,optimizely-2");
  }

  @Test
  void a_heartbeat_never_goes_back() throws SQLException {
    lane("optimizely-0", true, LATE);

    execute("update lane set last_heartbeat = now() - interval '1 hour'");

    assertThat(namesOfLanesSeenAt(LATE)).isEqualTo("optimizely-0");
  }

  @Test
  void the_heartbeat_of_a_server_whose_clock_is_behind_is_not_before_the_database()
      throws SQLException {
    lane("optimizely-0", true, Instant.EPOCH);
    Instant before = time.now();

    execute("update lane set last_heartbeat = now() - interval '1 hour'");

    assertThat(time.latestRecorded()).isAfterOrEqualTo(before);
  }

  @Test
  void a_lane_that_is_given_back_has_no_heartbeat() throws SQLException {
    lane("optimizely-0", true, LATE);

    execute("update lane set picked = false, last_heartbeat = null");

    assertThat(time.latestRecorded()).isEqualTo(Instant.EPOCH);
  }
}
