package dev.synctrail.persistence.startup;

import dev.synctrail.persistence.history.Replica;
import dev.synctrail.persistence.ledger.LedgerTransactions;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Defines the application's connection pool and that of the replica.
 *
 * <p>Connections are validated before use; without it, all requests after a restart of PostgreSQL
 * fail. Plans are generic: with the many partitions and indexes, planning a statement for its
 * values takes longer than executing it. A transaction that wrote facts cannot commit without its
 * entry of the ledger. JDBC objects are not wrapped, because the server's wrappers look up each
 * getter by reflection.
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
      "options=-c plan_cache_mode=force_generic_plan -c synctrail.ledger=required",
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
      "options=-c plan_cache_mode=force_generic_plan -c synctrail.ledger=required",
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=auto-commit",
      "fish.payara.fail-all-connections=true",
      "fish.payara.wrap-jdbc-objects=false"
    })
class DatabasePool {
  static final String NAME = "java:app/jdbc/sync";
  static final String REPLICA = "java:app/jdbc/sync-replica";

  /**
   * Returns the pool in use, for plain JDBC. Its name is bound only after CDI has started. What is
   * written in a transaction is noted for the ledger.
   */
  @Produces
  @ApplicationScoped
  @SuppressWarnings("BanJNDI") // the operator's name; @Resource is injected before it is bound
  DataSource dataSource(@ConfigProperty(name = "sync.db.jndi", defaultValue = NAME) String name)
      throws NamingException {
    var context = new InitialContext();
    var transactions =
        (TransactionSynchronizationRegistry)
            context.lookup("java:comp/TransactionSynchronizationRegistry");
    DataSource pool = (DataSource) context.lookup(name);
    return proxy(
        DataSource.class,
        (proxy, method, arguments) -> {
          Object result = EntityManagers.call(pool, method, arguments);
          return result instanceof Connection connection
                  && transactions.getTransactionStatus() == Status.STATUS_ACTIVE
              ? noting(connection, transactions)
              : result;
        });
  }

  private static Connection noting(
      Connection connection, TransactionSynchronizationRegistry transactions) {
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          if (method.getName().startsWith("prepare") && arguments[0] instanceof String statement) {
            LedgerTransactions.prepares(statement, transactions);
          }
          return EntityManagers.call(connection, method, arguments);
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            DatabasePool.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Returns the pool of the replica if there is one, otherwise the primary's. */
  @Produces
  @Replica
  @ApplicationScoped
  @SuppressWarnings("BanJNDI")
  DataSource replica(
      DataSource database,
      @ConfigProperty(name = "sync.db.replica.url") Optional<String> url,
      @ConfigProperty(name = "sync.db.replica.jndi") Optional<String> name)
      throws NamingException {
    Optional<String> replicaName = name.or(() -> url.map(configured -> REPLICA));
    return replicaName.isPresent()
        ? (DataSource) new InitialContext().lookup(replicaName.get())
        : database;
  }
}
