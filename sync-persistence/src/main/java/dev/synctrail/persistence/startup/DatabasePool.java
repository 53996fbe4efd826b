package dev.synctrail.persistence.startup;

import dev.synctrail.persistence.history.Replica;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The application's connection pool, and that of its replica.
 *
 * <p>Connections are validated before use: without it, a restart of PostgreSQL fails every later
 * request. Plans are made once per statement: planning one for its values takes longer than running
 * it, with so many partitions and indexes. Results are the driver's own, since the server's
 * wrappers look every getter up by reflection.
 */
@ApplicationScoped
@DataSourceDefinition(
    name = DatabasePool.NAME,
    className = "org.postgresql.ds.PGSimpleDataSource",
    url = "${MPCONFIG=sync.db.url}",
    user = "${MPCONFIG=sync.db.user}",
    password = "${MPCONFIG=sync.db.password}",
    minPoolSize = 2,
    maxPoolSize = 40,
    properties = {
      "stringType=unspecified",
      "reWriteBatchedInserts=true",
      "connectTimeout=5",
      "tcpKeepAlive=true",
      "applicationName=synctrail",
      "options=-c plan_cache_mode=force_generic_plan",
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=auto-commit",
      "fish.payara.fail-all-connections=true",
      "fish.payara.wrap-jdbc-objects=false"
    })
@DataSourceDefinition(
    name = DatabasePool.REPLICA,
    className = "org.postgresql.ds.PGSimpleDataSource",
    url = "${MPCONFIG=sync.db.replica.url}",
    user = "${MPCONFIG=sync.db.replica.user}",
    password = "${MPCONFIG=sync.db.replica.password}",
    minPoolSize = 0,
    maxPoolSize = 40,
    properties = {
      "stringType=unspecified",
      "reWriteBatchedInserts=true",
      "connectTimeout=5",
      "tcpKeepAlive=true",
      "applicationName=synctrail",
      "options=-c plan_cache_mode=force_generic_plan",
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=auto-commit",
      "fish.payara.fail-all-connections=true",
      "fish.payara.wrap-jdbc-objects=false"
    })
class DatabasePool {
  static final String NAME = "java:app/jdbc/sync";
  static final String REPLICA = "java:app/jdbc/sync-replica";

  /** The pool in use, for what is read by plain JDBC; bound only after CDI has started. */
  @Produces
  @ApplicationScoped
  @SuppressWarnings("BanJNDI") // the operator's name, and @Resource comes before it is bound
  DataSource dataSource(@ConfigProperty(name = "sync.db.jndi", defaultValue = NAME) String name)
      throws NamingException {
    return (DataSource) new InitialContext().lookup(name);
  }

  /** The pool of a replica, where there is one; else the same. */
  @Produces
  @Replica
  @ApplicationScoped
  @SuppressWarnings("BanJNDI")
  DataSource replica(
      DataSource database,
      @ConfigProperty(name = "sync.db.replica.url") Optional<String> url,
      @ConfigProperty(name = "sync.db.replica.jndi") Optional<String> name)
      throws NamingException {
    Optional<String> there = name.or(() -> url.map(given -> REPLICA));
    return there.isPresent() ? (DataSource) new InitialContext().lookup(there.get()) : database;
  }
}
