package dev.synctrail.persistence.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.synctrail.analytics.FailurePattern;
import dev.synctrail.analytics.Precedent;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcPatternsIT {
  private static final PlatformId SANDBOX = new PlatformId("sandbox");
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private JdbcSyncStatistics statistics;

  @BeforeEach
  void empty() throws SQLException {
    statistics = new JdbcSyncStatistics(database.dataSource());
    execute(
        "truncate sync, sync_count, sync_delta, analytics_day, analytics_pattern, analytics_pattern_day,"
            + " analytics_latest");
  }

  private static void execute(String sql, @Nullable Object... values) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      new Sql(sql, values).execute(connection);
    }
  }

  private static SyncId sync(
      int minute, String typeKey, String adapter, int revision, boolean dryRun, String message)
      throws SQLException {
    SyncId id = SyncId.at(NOON.plus(Duration.ofMinutes(minute)));
    boolean failed = !message.isEmpty();
    execute(
        "insert into sync (id, platform, type_key, direction, dry_run, started_at, created_at,"
            + " status, operation, retry_count, completed_at, failure_class, error_message,"
            + " adapter_version, platform_revision, recorder, actor, ignore_data_loss)"
            + " values (?, 'sandbox', ?, 'PUSH', ?, ?, ?, ?, 'UPDATE', 1, ?, ?, ?, ?, ?, 'ENGINE',"
            + " 'ann', false)",
        id.value(),
        typeKey,
        dryRun,
        id.startedAt().atOffset(ZoneOffset.UTC),
        id.startedAt().atOffset(ZoneOffset.UTC),
        failed ? "FAILED" : "SUCCESS",
        id.startedAt().atOffset(ZoneOffset.UTC),
        failed ? "REJECTED" : null,
        failed ? message : null,
        adapter,
        revision);
    return id;
  }

  private static int consume() {
    return database.elsewhere(
        entityManager -> new JdbcRollUps(entityManager, database.dataSource()).consume(10_000));
  }

  private List<FailurePattern> patterns() {
    return statistics.patterns(
        SANDBOX, LocalDate.parse("2026-01-01"), LocalDate.parse("2026-03-01"), 2_000);
  }

  @Test
  void a_pattern_has_its_precedents_even_after_its_rows_are_deleted() throws SQLException {
    sync(0, "Hero", "1.4", 7, false, "");
    SyncId changed = sync(1, "Hero", "1.5", 7, false, "");
    sync(2, "Hero", "1.5", 7, false, "Hero has 3 errors");
    consume();
    SyncId newest = sync(3, "Teaser", "1.5", 8, false, "Teaser has 1 errors");
    execute("delete from sync");

    for (int i = 0; i < 2; i++) {
      assertThat(patterns())
          .singleElement()
          .satisfies(
              pattern -> {
                assertThat(pattern.count()).isEqualTo(2);
                assertThat(pattern.lastSeen()).isEqualTo(newest.startedAt());
                assertThat(pattern.types())
                    .containsExactly(new TypeKey("Hero"), new TypeKey("Teaser"));
                assertThat(pattern.beganAfter())
                    .containsExactly(
                        new Precedent(
                            Precedent.Kind.ADAPTER_VERSION, "1.4", "1.5", changed.startedAt(), 1));
              });
      consume();
    }
    assertThat(statistics.latest(SANDBOX))
        .containsOnly(entry(SyncStatus.FAILED, newest), entry(SyncStatus.SUCCESS, changed));
  }

  @Test
  void an_earlier_failure_that_is_recorded_late_moves_the_start_of_the_pattern()
      throws SQLException {
    sync(10, "Hero", "1.5", 8, false, "no");
    consume();
    sync(0, "Hero", "1.5", 7, false, "");
    SyncId first = sync(1, "Hero", "1.5", 8, false, "no");
    consume();

    assertThat(patterns())
        .singleElement()
        .satisfies(
            pattern -> {
              assertThat(pattern.firstSeen()).isEqualTo(first.startedAt());
              assertThat(pattern.beganAfter())
                  .extracting(Precedent::kind)
                  .containsExactly(Precedent.Kind.PLATFORM_SETTINGS);
            });
  }

  @Test
  void a_failed_dry_run_is_no_failure() throws SQLException {
    sync(0, "Hero", "1.5", 7, true, "no");
    assertThat(patterns()).isEmpty();
    consume();
    assertThat(patterns()).isEmpty();
    assertThat(statistics.latest(SANDBOX)).isEmpty();
    assertThat(statistics.knows(SANDBOX)).isTrue();
    assertThat(statistics.knows(new PlatformId("nobody"))).isFalse();
  }

  @Test
  void messages_that_never_repeat_do_not_fill_the_table() throws SQLException {
    execute(
        "insert into sync_delta (sync_id, platform, type_key, direction, dry_run, status,"
            + " operation, retry_count, failure_class, error_message)"
            + " select uuid_floor(timestamptz '2026-01-31' + i * interval '1 second'), 'sandbox',"
            + " 'Hero', 'PUSH', false, 'FAILED', 'UPDATE', 1, 'REJECTED',"
            + " translate(i::text, '0123456789', 'abcdefghij') from generate_series(1, 1200) i");
    consume();

    List<FailurePattern> patterns = patterns();
    assertThat(patterns).hasSize(1_001);
    assertThat(patterns.get(0).count()).isEqualTo(200);
    assertThat(patterns.get(0).fingerprint().detail()).isEqualTo("other");
  }

  @Test
  void consumed_transitions_occupy_no_space() throws SQLException {
    for (int i = 0; i < 200; i++) {
      sync(i, "Hero", "1.5", 7, false, "no");
    }
    consume();
    new JdbcRollUps(database.entityManager(), database.dataSource()).tidy();

    try (Connection connection = database.dataSource().getConnection()) {
      new Sql("select pg_relation_size('sync_delta')")
          .each(connection, row -> assertThat(row.getLong(1)).isZero());
    }
  }
}
