package dev.synctrail.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaIT {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void a_second_migration_changes_nothing() throws Exception {
    var before = changesets();

    Schema.migrate(database.dataSource());

    assertThat(changesets()).isEqualTo(before).isPositive();
  }

  @Test
  void a_lock_left_behind_by_a_killed_server_does_not_stop_the_next() throws Exception {
    execute(
        "update databasechangeloglock set locked = true, lockgranted = now(), lockedby = 'killed'");

    Schema.migrate(database.dataSource());

    assertThat(number("select count(*) from databasechangeloglock where locked")).isZero();
  }

  @Test
  void servers_that_start_together_take_turns() throws Exception {
    execute("drop table databasechangelog");
    execute("drop table databasechangeloglock");
    execute("drop schema public cascade");
    execute("create schema public");

    var first = CompletableFuture.runAsync(this::migrate);
    var second = CompletableFuture.runAsync(this::migrate);

    CompletableFuture.allOf(first, second).join();
    assertThat(number("select count(*) - count(distinct id) from databasechangelog")).isZero();
  }

  private void migrate() {
    try {
      Schema.migrate(database.dataSource());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long changesets() throws SQLException {
    return number("select count(*) from databasechangelog");
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
