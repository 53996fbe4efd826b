package dev.synctrail.launcher;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that the server uses: embedded, or the operator's own. */
final class Database implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);
  private static final long BETWEEN_TRIES_MS = 500;

  private final Map<String, String> configuration;
  private final @Nullable EmbeddedPostgres embedded;

  private Database(Map<String, String> configuration, @Nullable EmbeddedPostgres embedded) {
    this.configuration = configuration;
    this.embedded = embedded;
  }

  /** Starts PostgreSQL on the data folder, after ending one that a killed launcher left behind. */
  static Database embedded(DataFolder data, PrintStream out) {
    var directory = data.resolve("postgres");
    Orphan.postgres(directory)
        .ifPresent(
            orphan -> {
              out.println("PostgreSQL  stopping process " + orphan.pid() + " of an earlier start");
              orphan.end();
            });
    try {
      var log = Redirect.appendTo(data.resolve("postgres.log").toFile());
      var postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(directory)
              .setCleanDataDirectory(false)
              .setServerConfig("fsync", "on") // made for tests, it would not wait for the disk
              .setServerConfig("synchronous_commit", "on")
              .setOverrideWorkingDirectory(data.resolve("runtime").toFile())
              .setRegisterShutdownHook(false)
              .setPGStartupWait(START)
              .setOutputRedirector(log)
              .setErrorRedirector(log)
              .start();
      return new Database(
          Map.of(
              "sync.db.url", "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
              "sync.db.user", "postgres",
              "sync.db.password", "unused"),
          postgres);
    } catch (IOException | IllegalStateException e) {
      throw new CannotStart(
          "PostgreSQL does not start, see " + data.resolve("postgres.log") + ": " + e.getMessage(),
          e);
    }
  }

  /** Waits, as long as it takes, for a PostgreSQL that somebody else runs, and says so. */
  static Database external(String url, String user, String password, PrintStream out)
      throws InterruptedException {
    boolean told = false;
    while (true) {
      try (var connection = DriverManager.getConnection(url, user, password)) {
        if (connection.isValid(5)) {
          return new Database(
              Map.of("sync.db.url", url, "sync.db.user", user, "sync.db.password", password), null);
        }
      } catch (SQLException e) {
        if (!told) {
          out.println("PostgreSQL  waiting for " + url + ": " + firstLine(e));
          told = true;
        }
      }
      Thread.sleep(BETWEEN_TRIES_MS);
    }
  }

  Map<String, String> configuration() {
    return configuration;
  }

  @Override
  public void close() throws IOException {
    if (embedded != null) {
      embedded.close();
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
