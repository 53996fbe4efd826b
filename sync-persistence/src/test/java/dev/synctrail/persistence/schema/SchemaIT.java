package dev.synctrail.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.analytics.Fingerprint;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaIT {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void a_migrated_database_is_not_migrated_again() throws Exception {
    Schema.migrate(database.dataSource());
    var before = changesets();

    boolean again = Schema.migrate(database.dataSource());

    assertThat(again).isFalse();
    assertThat(changesets()).isEqualTo(before).isPositive();
  }

  @Test
  void a_database_that_other_files_migrated_is_checked_by_liquibase_once() throws Exception {
    Schema.migrate(database.dataSource());
    execute("comment on table databasechangelog is 'files of another release'");

    assertThat(Schema.migrate(database.dataSource())).isTrue();
    assertThat(Schema.migrate(database.dataSource())).isFalse();
  }

  @Test
  void a_changeset_that_was_changed_after_it_was_applied_stops_the_start() throws Exception {
    Schema.migrate(database.dataSource());
    String before = text("select md5sum from databasechangelog where id = '000-database'");
    execute("update databasechangelog set md5sum = '9:0' where id = '000-database'");
    try {
      assertThatThrownBy(() -> Schema.migrate(database.dataSource()))
          .isInstanceOf(SchemaFailure.class)
          .hasMessageContaining("000-database")
          .hasMessageContaining("9:0")
          .hasMessageNotContaining("\n");
    } finally {
      execute("update databasechangelog set md5sum = '" + before + "' where id = '000-database'");
    }
  }

  @Test
  void a_lock_left_behind_by_a_killed_server_does_not_stop_the_next() throws Exception {
    execute(
        "update databasechangeloglock set locked = true, lockgranted = now(), lockedby = 'killed'");
    execute("comment on table databasechangelog is null");

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

  @Test
  void failure_classes_are_renamed_wherever_they_are_stored() throws Exception {
    Fingerprint now =
        new Fingerprint(
            new PlatformId("cms"),
            Direction.PUSH,
            Operation.UPDATE,
            FailureClass.SUPERSEDED,
            null,
            "properties/*",
            "Sync <id> was superseded");
    execute("delete from databasechangelog where id like '233-%'");
    execute("alter table conflict rename column superseded_by to overtaken_by");
    execute("alter table bulk_retry_entry rename column superseded_by to overtaken_by");
    execute(
        """
        insert into sync_delta (sync_id, platform, type_key, direction, dry_run, status,
            retry_count, failure_class)
          values (gen_random_uuid(), 'cms', 'Hero', 'PUSH', false, 'FAILED', 0, 'DEPENDED_UPON')""");
    execute(
        """
        insert into saved_view (owner, name, query)
          values ('ann', 'lost', 'status=FAILED&failureClass=INEXPRESSIBLE')""");
    execute(
        """
        insert into retention_hold (id, held, reason, actor, set_at) values (gen_random_uuid(),
          '{"platform":"cms","failureClass":"OVERTAKEN"}', 'audit', 'ann', now())""");
    execute(
        """
        insert into analytics_pattern (fingerprint, platform, direction, operation, failure_class,
            field, detail, first_sync, last_sync, types, examples)
          values ('old', 'cms', 'PUSH', 'UPDATE', 'OVERTAKEN', 'properties/*',
            'Sync <id> was superseded', gen_random_uuid(), gen_random_uuid(), '{}', '{}')""");

    Schema.migrate(database.dataSource());

    assertThat(text("select failure_class from sync_delta")).isEqualTo("HAS_DEPENDENTS");
    assertThat(text("select query from saved_view"))
        .isEqualTo("status=FAILED&failureClass=NOT_EXPRESSIBLE");
    assertThat(text("select held from retention_hold"))
        .isEqualTo("{\"platform\":\"cms\",\"failureClass\":\"SUPERSEDED\"}");
    assertThat(text("select failure_class || ' ' || fingerprint from analytics_pattern"))
        .isEqualTo("SUPERSEDED " + now.hash());
  }

  @Test
  void every_table_and_column_has_a_comment() throws Exception {
    assertThat(
            text(
                """
                select string_agg(concat_ws('.', c.relname, a.attname), ' ' order by c.relname)
                from pg_class c
                left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                  and not a.attisdropped and c.relkind in ('r', 'p')
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
                  and not c.relispartition and c.relname not like 'databasechangelog%'
                  and (obj_description(c.oid) is null
                    or a.attnum is not null and col_description(c.oid, a.attnum) is null)"""))
        .isNull();
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

  private static @Nullable String text(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
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
