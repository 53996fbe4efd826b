package dev.synctrail.persistence.schema;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A migrated database of its own for one test class, on one PostgreSQL per JVM.
 *
 * <p>{@code @Transactional} means nothing outside a container, so a transaction is open around each
 * test and is rolled back at its end; {@link #commit()} makes what was done visible to other
 * connections.
 *
 * <pre>{@code
 * @RegisterExtension static final TestDatabase database = new TestDatabase();
 *
 * Syncs syncs() {
 *   return new JpaSyncs(database.entityManager());
 * }
 * }</pre>
 */
public final class TestDatabase
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private static final String TEMPLATE = "migrated";
  private static final AtomicInteger CLONES = new AtomicInteger();

  private @Nullable DataSource dataSource;
  private @Nullable EntityManagerFactory factory;
  private @Nullable EntityManager entityManager;

  /** Returns connections to the same database, each outside the test's transaction. */
  public DataSource dataSource() {
    return Objects.requireNonNull(dataSource, "register the extension as a static field");
  }

  /** Returns the entity manager whose transaction is open around the test. */
  public EntityManager entityManager() {
    return Objects.requireNonNull(entityManager, "no test is running");
  }

  /** Commits, forgets every managed entity and begins the next transaction. */
  public void commit() {
    entityManager().getTransaction().commit();
    entityManager().clear();
    entityManager().getTransaction().begin();
  }

  /**
   * Runs the work in an entity manager and a transaction of their own, as a second caller would.
   */
  public <T extends @Nullable Object> T elsewhere(Function<EntityManager, T> work) {
    try (var other = Objects.requireNonNull(factory).createEntityManager()) {
      other.getTransaction().begin();
      try {
        T result = work.apply(other);
        other.getTransaction().commit();
        return result;
      } finally {
        if (other.getTransaction().isActive()) {
          other.getTransaction().rollback();
        }
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    var name = "test" + CLONES.incrementAndGet();
    Server.execute("create database " + name + " template " + TEMPLATE);
    var fresh = Server.database(name);
    dataSource = fresh;
    factory =
        Persistence.createEntityManagerFactory(
            "sync",
            Map.of(
                "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                "jakarta.persistence.jtaDataSource", fresh,
                "jakarta.persistence.nonJtaDataSource", fresh,
                "eclipselink.session-name", name,
                "eclipselink.weaving", "false"));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    var fresh =
        Objects.requireNonNull(factory, "register the extension as a static field")
            .createEntityManager();
    fresh.getTransaction().begin();
    entityManager = fresh;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try (var used = entityManager()) {
      if (used.getTransaction().isActive()) {
        used.getTransaction().rollback();
      }
    }
    entityManager = null;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Objects.requireNonNull(factory).close();
  }

  /** Started on first use; the library stops it with the JVM. */
  private static final class Server {

    private static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        var postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        try (var connection = postgres.getPostgresDatabase().getConnection();
            var statement = connection.createStatement()) {
          statement.execute("create database " + TEMPLATE);
        }
        Schema.migrate(postgres.getDatabase("postgres", TEMPLATE));
        return postgres;
      } catch (Exception e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    static void execute(String sql) throws SQLException {
      try (var connection = POSTGRES.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    static DataSource database(String name) {
      var dataSource = new PGSimpleDataSource();
      dataSource.setUrl(
          "jdbc:postgresql://localhost:"
              + POSTGRES.getPort()
              + "/"
              + name
              + "?stringtype=unspecified&reWriteBatchedInserts=true"
              + "&options=-c%20synctrail.ledger=off"); // nobody takes the notes
      dataSource.setUser("postgres");
      return dataSource;
    }
  }
}
