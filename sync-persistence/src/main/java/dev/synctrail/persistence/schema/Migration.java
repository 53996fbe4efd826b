package dev.synctrail.persistence.schema;

import java.sql.Connection;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
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
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Applies changesets with Liquibase. No other class refers to it, so it is loaded when needed. */
final class Migration {

  /** A strong reference, because the log manager holds loggers weakly and would lose the level. */
  private static final Logger LIBRARY_LOG = Logger.getLogger("liquibase");

  private Migration() {}

  /**
   * Runs all pending changesets.
   *
   * @throws SchemaFailure if a changeset fails or was changed after it was applied; earlier
   *     changesets stay applied
   */
  @SuppressWarnings("try") // the accessor declares Exception, but nothing here is interruptible
  static void run(Connection connection, ClassLoader loader) {
    LIBRARY_LOG.setLevel(Level.WARNING);
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
                .addArgumentValue(DatabaseChangelogCommandStep.CHANGELOG_FILE_ARG, Changelog.FILE)
                .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                .execute();
          });
    } catch (Exception e) { // Liquibase declares Exception
      throw SchemaFailure.of("a database migration failed", e);
    }
  }
}
