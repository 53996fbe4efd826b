package dev.synctrail.persistence.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DatabaseChangelogCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

final class Schema {

  private static final String CHANGELOG = "db/changelog.xml";

  /**
   * Key of the advisory lock that serializes migrations of servers that start at the same time, an
   * arbitrary constant.
   */
  private static final long LOCK_KEY = 0x73796e6374726c31L;

  /** Each start creates the partitions of the coming months; see changeset 010-partitions. */
  private static final String CREATE_PARTITIONS =
      "select ensure_partitions(now() - interval '1 month', 4)";

  /** A strong reference, because the log manager holds loggers weakly and would lose the level. */
  private static final Logger LIBRARY_LOG = Logger.getLogger("liquibase");

  private Schema() {}

  /**
   * Migrates a database to the schema of this release by running all pending changesets. Concurrent
   * migrations wait for each other.
   *
   * @throws SQLException if the database cannot be reached
   * @throws LiquibaseException if a changeset fails; earlier changesets stay applied
   */
  static void migrate(DataSource dataSource) throws SQLException, LiquibaseException {
    LIBRARY_LOG.setLevel(Level.WARNING);
    try (Connection lockHolder = dataSource.getConnection()) {
      execute(lockHolder, "select pg_advisory_lock(" + LOCK_KEY + ")");
      try (Connection connection = dataSource.getConnection()) {
        update(connection);
        execute(lockHolder, CREATE_PARTITIONS);
      } finally {
        execute(lockHolder, "select pg_advisory_unlock(" + LOCK_KEY + ")");
      }
    }
  }

  @SuppressWarnings("try") // the accessor declares Exception, but nothing here is interruptible
  private static void update(Connection connection) throws LiquibaseException {
    var loader = Schema.class.getClassLoader();
    try (var resources = new ClassLoaderResourceAccessor(loader)) {
      Scope.child(
          Map.of(
              Scope.Attr.classLoader.name(),
              loader,
              Scope.Attr.resourceAccessor.name(),
              resources,
              Scope.Attr.ui.name(),
              new LoggerUIService(),
              "liquibase.analytics.enabled",
              "false"),
          () -> {
            Database database =
                DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(connection));
            // Liquibase's own lock is a row that survives a killed server. The advisory lock is
            // held here, so the row can be released.
            LockServiceFactory.getInstance().getLockService(database).forceReleaseLock();
            new CommandScope(UpdateCommandStep.COMMAND_NAME)
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                .addArgumentValue(DatabaseChangelogCommandStep.CHANGELOG_FILE_ARG, CHANGELOG)
                .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                .execute();
          });
    } catch (LiquibaseException e) {
      throw e;
    } catch (Exception e) {
      throw new LiquibaseException(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
