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

/** Migrates a database to the schema of this release. */
final class Schema {

  private static final String CHANGELOG = "db/changelog.xml";

  /** Any constant of our own; two servers that start together take turns on it. */
  private static final long TURN = 0x73796e6374726c31L;

  /** Each start makes the partitions of the months to come; see changeset 010-partitions. */
  private static final String MONTHS_AHEAD =
      "select ensure_partitions(now() - interval '1 month', 4)";

  /** Held, because the log manager keeps loggers only weakly and would forget the level. */
  private static final Logger LIBRARY_LOG = Logger.getLogger("liquibase");

  private Schema() {}

  /**
   * Runs every changeset that the database has not seen; servers that start together take turns.
   *
   * @throws SQLException when the database cannot be reached
   * @throws LiquibaseException when a changeset fails; those before it stay
   */
  static void migrate(DataSource dataSource) throws SQLException, LiquibaseException {
    LIBRARY_LOG.setLevel(Level.WARNING);
    try (Connection turn = dataSource.getConnection()) {
      select(turn, "select pg_advisory_lock(" + TURN + ")");
      try (Connection connection = dataSource.getConnection()) {
        update(connection);
        select(turn, MONTHS_AHEAD);
      } finally {
        select(turn, "select pg_advisory_unlock(" + TURN + ")");
      }
    }
  }

  @SuppressWarnings("try") // the accessor declares Exception, yet nothing here can be interrupted
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
            // Liquibase's own lock is a row that outlives a killed server; whoever has the turn
            // owns it.
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

  private static void select(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
