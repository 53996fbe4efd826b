package dev.synctrail.persistence.schema;

import dev.synctrail.startup.SchemaReady;
import dev.synctrail.startup.ServerStarting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Migrates the database before any other part starts. If the migration fails, the deployment fails.
 */
@ApplicationScoped
class SchemaAtStart {

  private static final Logger LOGGER = System.getLogger(SchemaAtStart.class.getName());

  private final Event<SchemaReady> ready;
  private final String name;
  private volatile @Nullable DataSource migrated;

  @Inject
  SchemaAtStart(
      Event<SchemaReady> ready,
      @ConfigProperty(name = "sync.db.jndi", defaultValue = "java:app/jdbc/sync") String name) {
    this.ready = ready;
    this.name = name;
  }

  void on(@Observes ServerStarting starting) {
    DataSource dataSource = lookUp();
    try {
      boolean changed = Schema.migrate(dataSource);
      LOGGER.log(
          Level.INFO,
          changed ? "The database schema was migrated" : "The database schema is up to date");
    } catch (SQLException e) {
      throw SchemaFailure.of(
          "the database of "
              + name
              + " cannot be reached (sync.db.url, sync.db.user, sync.db.password)",
          e);
    }
    migrated = dataSource;
    ready.fire(new SchemaReady(dataSource));
  }

  /** Returns the connection pool once the schema is migrated. */
  Optional<DataSource> migrated() {
    return Optional.ofNullable(migrated);
  }

  @SuppressWarnings("BanJNDI") // the operator's name; @Resource is injected before it is bound
  private DataSource lookUp() {
    try {
      return (DataSource) new InitialContext().lookup(name);
    } catch (NamingException e) {
      throw SchemaFailure.of("no data source " + name, e);
    }
  }
}
