package dev.synctrail.web.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL server per test JVM; each server under test gets an empty database of its own. */
public final class Postgres {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private Postgres() {}

  /** Returns a new, empty database. */
  public static Database newDatabase() {
    var name = "server" + DATABASES.incrementAndGet();
    try (var connection = Running.POSTGRES.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create database " + name, e);
    }
    var url = "jdbc:postgresql://localhost:" + Running.POSTGRES.getPort() + "/" + name;
    var ofTest = new PGSimpleDataSource();
    ofTest.setUrl(url);
    ofTest.setUser("postgres");
    ofTest.setOptions("-c synctrail.ledger=off"); // what tests write has no entries
    return new Database(url, ofTest);
  }

  /**
   * An empty database for one server.
   *
   * @param url for the server's configuration
   * @param dataSource for queries of the test
   */
  public record Database(String url, DataSource dataSource) {

    /** Ends all sessions and rejects new ones, as if PostgreSQL were down. */
    public void goAway() {
      administer("alter database " + name() + " allow_connections false");
      endSessions();
    }

    /** Accepts sessions again. */
    public void comeBack() {
      administer("alter database " + name() + " allow_connections true");
    }

    /** Ends all sessions, as a restart of PostgreSQL does. */
    public void endSessions() {
      administer(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
              + name()
              + "'");
    }

    /** Makes a backup of the database, which no server may use now. */
    public void backUp() {
      administer("create database " + name() + "_backup template " + name());
    }

    /** Restores the backup in place of the database, which no server may use now. */
    public void restore() {
      administer("drop database " + name() + " with (force)");
      administer("create database " + name() + " template " + name() + "_backup");
    }

    private String name() {
      return url.substring(url.lastIndexOf('/') + 1);
    }

    private static void administer(String sql) {
      try (var connection = Running.POSTGRES.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }

    /** Returns the configuration of a server that uses this database. */
    public Map<String, String> configuration() {
      return Map.of(
          "sync.db.url",
          url,
          "sync.db.user",
          "postgres",
          "sync.db.password",
          "unused",
          "sync.ledger.key",
          TestLedgerKeyFile.PATH.toString());
    }
  }

  private static final class Running {
    /** Tests do not wait for the disk; benchmarks do. */
    static final String DURABLE = System.getProperty("postgres.durable", "off");

    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", DURABLE)
            .setServerConfig("synchronous_commit", DURABLE)
            .setServerConfig("max_connections", "300")
            .setServerConfig("track_activity_query_size", "32768")
            .setServerConfig("shared_preload_libraries", "pg_stat_statements")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
