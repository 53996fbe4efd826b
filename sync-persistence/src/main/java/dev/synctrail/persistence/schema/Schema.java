package dev.synctrail.persistence.schema;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

final class Schema {

  /**
   * Key of the advisory lock that serializes migrations of servers that start at the same time, an
   * arbitrary constant.
   */
  private static final long LOCK_KEY = 0x73796e6374726c31L;

  /** Each start creates the partitions of the coming months; see changeset 010-partitions. */
  private static final String CREATE_PARTITIONS =
      "select ensure_partitions(now() - interval '1 month', 4)";

  /** The comment names the files and the rows that the last migration left. */
  private static final String STATE =
      "select obj_description('databasechangelog'::regclass, 'pg_class'),"
          + " md5(string_agg(concat_ws(' ', id, author, filename, exectype, md5sum), ','"
          + " order by id, author, filename)) from databasechangelog";

  private static final System.Logger LOGGER = System.getLogger(Schema.class.getName());

  private static final String NO_SUCH_TABLE = "42P01";

  private Schema() {}

  /**
   * Migrates a database to the schema of this release by running all pending changesets. Concurrent
   * migrations wait for each other.
   *
   * <p>One query tells whether Liquibase has to run. It does not run if the files and the table of
   * applied changesets are the same as after the last migration.
   *
   * @return whether Liquibase ran
   * @throws SQLException if the database cannot be reached
   * @throws SchemaFailure if a changeset fails or was changed after it was applied; earlier
   *     changesets stay applied
   */
  static boolean migrate(DataSource dataSource) throws SQLException {
    ClassLoader loader = Schema.class.getClassLoader();
    String files = files(loader);
    try (Connection lockHolder = dataSource.getConnection()) {
      execute(lockHolder, "select pg_advisory_lock(" + LOCK_KEY + ")");
      try {
        boolean current = isCurrent(lockHolder, files);
        if (!current) {
          try (Connection connection = dataSource.getConnection()) {
            Migration.run(connection, loader);
          }
          rememberMigration(lockHolder, files);
        }
        execute(lockHolder, CREATE_PARTITIONS);
        return !current;
      } finally {
        execute(lockHolder, "select pg_advisory_unlock(" + LOCK_KEY + ")");
      }
    }
  }

  /** Returns the hash of the changesets; empty if this server does not show them as files. */
  private static String files(ClassLoader loader) {
    try {
      return Changelog.hash(loader);
    } catch (RuntimeException e) {
      LOGGER.log(Level.DEBUG, "Liquibase checks the schema: its files cannot be compared", e);
      return "";
    }
  }

  /** Only the owner of the table may write its comment; without it, each start runs Liquibase. */
  private static void rememberMigration(Connection connection, String files) {
    try {
      execute(
          connection,
          "comment on table databasechangelog is '" + state(connection).after(files) + "'");
    } catch (SQLException e) {
      LOGGER.log(
          Level.WARNING,
          "The migration could not be noted at the table databasechangelog; each start will check"
              + " the schema with Liquibase",
          e);
    }
  }

  private static boolean isCurrent(Connection connection, String files) throws SQLException {
    try {
      State state = state(connection);
      return !files.isEmpty() && state.after(files).equals(state.comment());
    } catch (SQLException e) {
      if (NO_SUCH_TABLE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private static State state(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(STATE)) {
      rows.next();
      return new State(rows.getString(1), rows.getString(2));
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Liquibase's table: its comment, and a hash of its rows if it has any. */
  private record State(@Nullable String comment, @Nullable String rows) {

    /** Returns the comment after a migration with these files. */
    String after(String files) {
      return "files " + files + " rows " + rows;
    }
  }
}
