package dev.synctrail.persistence.startup;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The application's connection pool and the entity manager on it.
 *
 * <p>Connections are validated before use: without it, a restart of PostgreSQL fails every later
 * request.
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
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=auto-commit",
      "fish.payara.fail-all-connections=true"
    })
class DatabasePool {
  static final String NAME = "java:app/jdbc/sync";

  @Produces
  @SuppressWarnings("UnusedVariable") // read by CDI
  @PersistenceContext(unitName = "sync")
  private EntityManager entityManager;

  /** The pool in use, for what is read by plain JDBC; bound only after CDI has started. */
  @Produces
  @ApplicationScoped
  @SuppressWarnings("BanJNDI") // the operator's name, and @Resource comes before it is bound
  DataSource dataSource(@ConfigProperty(name = "sync.db.jndi", defaultValue = NAME) String name)
      throws NamingException {
    return (DataSource) new InitialContext().lookup(name);
  }
}
