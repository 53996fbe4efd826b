package dev.synctrail.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.retention.Months.Done;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MonthlyPartitionsIT {
  private static final List<String> TABLES = List.of("sync", "attempt", "exchange", "sync_event");
  private static final int ANY = 1;
  private static final int NO_PAST_MONTH = 1_000_000;

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final MonthlyPartitions months = new MonthlyPartitions(database.dataSource());

  @BeforeEach
  void drop_all_partitions() throws SQLException {
    execute("truncate sync, attempt, exchange, sync_event");
    for (String month : texts("select name from month_table")) {
      execute("drop table " + month);
    }
  }

  @Test
  void creates_the_coming_months_across_the_end_of_a_year() throws SQLException {
    Done done = months.maintain(Instant.parse("2027-12-31T23:59:59.999Z"), 2, ANY);

    assertThat(done).isEqualTo(new Done(4, 0, 0, 0, 0));
    for (String table : TABLES) {
      assertThat(partitions(table)).containsExactly("2027_11", "2027_12", "2028_01", "2028_02");
    }
    assertThat(months.maintain(Instant.parse("2028-01-01T00:00:00Z"), 2, ANY).created())
        .isEqualTo(1);
    assertThat(partitions("sync")).contains("2028_03");
  }

  @Test
  void each_instant_around_a_leap_february_is_in_its_month() throws SQLException {
    months.maintain(Instant.parse("2028-02-29T12:00:00Z"), 1, ANY);

    write("2028-01-31T23:59:59.999Z", "2028-02-01T00:00:00Z", "2028-02-29T23:59:59.999Z");
    write("2028-03-01T00:00:00Z", "2028-03-31T23:59:59.999Z", "2028-04-01T00:00:00Z");

    assertThat(texts("select tableoid::regclass || ' ' || count(*) from sync group by tableoid"))
        .containsExactlyInAnyOrder(
            "sync_2028_01 1", "sync_2028_02 2", "sync_2028_03 2", "sync_other 1");
  }

  @Test
  void a_partition_that_is_created_late_gets_exactly_the_rows_of_its_month() throws SQLException {
    write("2026-02-28T23:59:59.999Z", "2026-03-01T00:00:00Z", "2026-03-31T23:59:59.999Z");
    write("2026-04-01T00:00:00Z");

    Done done = months.maintain(Instant.parse("2026-04-10T00:00:00Z"), 0, NO_PAST_MONTH);

    assertThat(done.moved()).as("in each of four tables").isEqualTo(4 * 3);
    for (String table : TABLES) {
      assertThat(texts("select tableoid::regclass::text from " + table + " order by 1"))
          .containsExactly(
              table + "_2026_03", table + "_2026_03", table + "_2026_04", table + "_other");
    }
  }

  @Test
  void a_past_month_gets_a_partition_only_from_a_minimum_number_of_rows() throws SQLException {
    write("2019-05-01T00:00:00Z", "2019-05-02T00:00:00Z", "2018-05-01T00:00:00Z");
    Instant now = Instant.parse("2026-04-10T00:00:00Z");

    assertThat(months.maintain(now, 0, 3).created())
        .as("only this month and the last")
        .isEqualTo(2);
    assertThat(months.maintain(now, 0, 2).created()).isEqualTo(1);

    assertThat(partitions("sync")).contains("2019_05").doesNotContain("2018_05");
    assertThat(number("select count(*) from sync_other")).isEqualTo(1);
  }

  @Test
  void drops_past_months_that_are_empty_in_every_table() throws SQLException {
    Instant start = Instant.parse("2026-01-10T00:00:00Z");
    months.maintain(start, 3, ANY);
    write("2026-01-05T00:00:00Z", "2026-02-05T00:00:00Z");
    execute("delete from sync");
    execute("delete from attempt where sync_id < uuid_floor(timestamptz '2026-02-01 00:00Z')");
    execute("delete from exchange");
    execute("delete from sync_event");

    Done done = months.maintain(Instant.parse("2026-04-10T00:00:00Z"), 3, ANY);

    assertThat(done.dropped()).as("December and January").isEqualTo(2);
    assertThat(partitions("sync"))
        .as("an attempt is left in February")
        .startsWith("2026_02", "2026_03");
    assertThat(partitions("attempt")).isEqualTo(partitions("sync"));
  }

  @Test
  void no_row_is_lost_when_the_clock_jumps_and_dropped_months_are_created_again()
      throws SQLException {
    Instant now = Instant.parse("2026-04-10T00:00:00Z");
    months.maintain(now, 3, ANY);
    write("2026-04-09T00:00:00Z");

    months.maintain(Instant.parse("2031-04-10T00:00:00Z"), 3, ANY);
    write("2026-05-09T00:00:00Z", "2031-05-01T00:00:00Z");
    Done back = months.maintain(now, 3, ANY);

    assertThat(back.moved()).isEqualTo(4);
    assertThat(texts("select tableoid::regclass::text from sync order by id"))
        .containsExactly("sync_2026_04", "sync_2026_05", "sync_2031_05");
  }

  @Test
  void reindexes_a_month_once_after_its_end() throws SQLException {
    months.maintain(Instant.parse("2026-04-10T00:00:00Z"), 0, ANY);
    write("2026-04-09T00:00:00Z");

    assertThat(months.maintain(Instant.parse("2026-05-02T00:00:00Z"), 0, ANY).packed()).isZero();
    assertThat(months.maintain(Instant.parse("2026-05-03T00:00:00Z"), 0, ANY).packed())
        .isEqualTo(4);
    assertThat(months.maintain(Instant.parse("2026-05-04T00:00:00Z"), 0, ANY).packed()).isZero();
    assertThat(number("select count(*) from pg_index where not indisvalid")).isZero();
    assertThat(
            texts(
                "select relname from pg_class where relname ~ '^(sync|exchange)_2026_04_.*key$'"
                    + " and reloptions = '{fillfactor=100}' order by 1"))
        .containsExactly("exchange_2026_04_pkey", "sync_2026_04_pkey");
  }

  @Test
  void postpones_a_month_instead_of_waiting_for_a_table_lock() throws Exception {
    try (Connection other = database.dataSource().getConnection()) {
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute("lock table sync in row exclusive mode");
      }
      assertThat(months.maintain(Instant.parse("2026-04-10T00:00:00Z"), 0, ANY).postponed())
          .isEqualTo(2);
      other.rollback();
    }
    assertThat(months.maintain(Instant.parse("2026-04-10T00:00:00Z"), 0, ANY).created())
        .isEqualTo(2);
    assertThat(partitions("sync")).containsExactly("2026_03", "2026_04");
  }

  @Test
  void several_servers_maintain_partitions_during_writes() throws SQLException {
    Instant now = Instant.parse("2026-04-10T00:00:00Z");
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int server = 0; server < 4; server++) {
      all.add(CompletableFuture.runAsync(() -> months.maintain(now, 6, ANY)));
    }
    for (int writer = 0; writer < 3; writer++) {
      all.add(
          CompletableFuture.runAsync(
              () ->
                  IntStream.range(0, 40)
                      .forEach(i -> writeUnchecked("2026-0" + (4 + i % 6) + "-15T00:00:00Z"))));
    }
    all.forEach(CompletableFuture::join);

    months.maintain(now, 6, ANY);

    assertThat(partitions("sync")).hasSize(8);
    assertThat(number("select count(*) from sync")).isEqualTo(120);
    assertThat(number("select count(*) from sync_other")).isZero();
  }

  private static void writeUnchecked(String at) {
    try {
      write(at);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(String... instants) throws SQLException {
    for (String at : instants) {
      try (Connection connection = database.dataSource().getConnection();
          var statement =
              connection.prepareStatement(
                  """
                  with id as (
                    select overlay(uuid_floor(?)::text placing right(gen_random_uuid()::text, 17)
                      from 20)::uuid as id),
                  s as (
                    insert into sync (id, type_key, platform, direction, status, recorder, actor,
                      dry_run, ignore_data_loss, started_at, created_at, retry_count)
                    select id, 'Article', 'cms', 'PUSH', 'IN_PROGRESS', 'ENGINE', 'ann', false,
                      false, now(), now(), 0 from id),
                  a as (
                    insert into attempt (sync_id, number, trigger, fence, started_at,
                      response_truncated) select id, 1, 'FIRST', 1, now(), false from id),
                  x as (
                    insert into exchange (trail_id, attempt, number, purpose, method, url,
                      request_headers, request_truncated, response_truncated, started_at)
                    select id, 1, 1, 'READ', 'GET', 'https://cms.test', '[]', false, false, now()
                    from id)
                  insert into sync_event (sync_id, number, kind, at, actor)
                  select id, 1, 'TRY_OPENED', now(), 'synctrail' from id
                  """)) {
        statement.setObject(1, java.time.OffsetDateTime.parse(at));
        statement.executeUpdate();
      }
    }
  }

  private static List<String> partitions(String table) throws SQLException {
    return texts(
        "select right(name, 7) from month_table where parent = '" + table + "' order by 1");
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(String sql) throws SQLException {
    return Long.parseLong(texts(sql).get(0));
  }

  private static List<String> texts(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }
}
