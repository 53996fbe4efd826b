package dev.synctrail.launcher;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that the server uses: embedded, or the operator's own.
 *
 * <p>The embedded PostgreSQL ends when its disk is full. It is restarted on the same port as soon
 * as there is space; meanwhile, the server responds with 503.
 */
final class Database implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);
  private static final long POLL_INTERVAL_MS = 500;
  private static final long RESTART_INTERVAL_MS = 5_000;
  private static final String USER = "postgres";
  private static final String PASSWORD_FILE = "postgres.properties";
  private static final String PASSWORD = "password";

  /** The configuration file of PostgreSQL for client authentication. */
  private static final String HBA = "pg_hba.conf";

  private final Map<String, String> configuration;
  private final @Nullable Embedded embedded;

  private Database(Map<String, String> configuration, @Nullable Embedded embedded) {
    this.configuration = configuration;
    this.embedded = embedded;
  }

  /** Starts PostgreSQL on the data folder, after ending one that a killed launcher left behind. */
  static Database embedded(DataFolder data, DiskSpace space, PrintStream out) {
    Orphan.postgres(directory(data))
        .ifPresent(
            orphan -> {
              out.println("PostgreSQL  stopping process " + orphan.pid() + " of an earlier start");
              orphan.end();
            });
    var embedded = new Embedded(data, space, out);
    try {
      embedded.begin();
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new CannotStart(
          "PostgreSQL did not start, see " + data.resolve("postgres.log") + ": " + e.getMessage(),
          e);
    }
    return new Database(
        Map.of(
            "sync.db.url",
            embedded.url(),
            "sync.db.user",
            USER,
            "sync.db.password",
            embedded.password),
        embedded);
  }

  private static Path directory(DataFolder data) {
    return data.resolve("postgres");
  }

  /**
   * Waits without a time limit for a PostgreSQL that the operator runs, and prints that it waits.
   */
  static Database external(String url, String user, String password, PrintStream out)
      throws InterruptedException {
    boolean reported = false;
    while (true) {
      try (var connection = DriverManager.getConnection(url, user, password)) {
        if (connection.isValid(5)) {
          return new Database(
              Map.of("sync.db.url", url, "sync.db.user", user, "sync.db.password", password), null);
        }
      } catch (SQLException e) {
        if (!reported) {
          out.println("PostgreSQL  waiting for " + url + ": " + firstLine(e));
          reported = true;
        }
      }
      Thread.sleep(POLL_INTERVAL_MS);
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

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** The PostgreSQL on the data folder, and the thread that restarts it. */
  private static final class Embedded {
    private final DataFolder data;
    private final DiskSpace space;
    private final PrintStream out;
    private final String password;
    private final Thread keeper = new Thread(this::watch, "postgres-keeper");
    private @Nullable EmbeddedPostgres running;
    private boolean stopping;

    Embedded(DataFolder data, DiskSpace space, PrintStream out) {
      this.data = data;
      this.space = space;
      this.out = out;
      this.password =
          data.load(PASSWORD_FILE)
              .map(stored -> stored.getProperty(PASSWORD))
              .orElseGet(() -> createPassword(data));
    }

    private static String createPassword(DataFolder data) {
      var values = new Properties();
      values.setProperty(PASSWORD, FirstStart.random(32));
      data.save(PASSWORD_FILE, values);
      return values.getProperty(PASSWORD);
    }

    synchronized void begin() throws IOException, SQLException {
      requirePassword();
      running = start(0);
      keeper.setDaemon(true);
      keeper.start();
    }

    synchronized String url() {
      return "jdbc:postgresql://localhost:" + required().getPort() + "/postgres";
    }

    private EmbeddedPostgres required() {
      if (running == null) {
        throw new IllegalStateException("PostgreSQL is not running");
      }
      return running;
    }

    /** Starts PostgreSQL; a new data directory requires a password for every connection. */
    private EmbeddedPostgres start(int port) throws IOException {
      // only the owner can access it: PostgreSQL's programs are unpacked into it, writable for all
      data.privateFolder("runtime");
      Path secret = data.privateFolder("runtime/initdb").resolve(PASSWORD);
      var log = Redirect.appendTo(data.resolve("postgres.log").toFile());
      var builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(directory(data))
              .setCleanDataDirectory(false)
              .setLocaleConfig("auth", "scram-sha-256") // this and pwfile are options of initdb
              .setLocaleConfig("pwfile", secret.toString())
              .setConnectConfig("password", password)
              .setServerConfig("fsync", "on") // the library is made for tests and turns fsync off
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("unix_socket_directories", "")
              .setOverrideWorkingDirectory(data.privateFolder("runtime/postgres").toFile())
              .setRegisterShutdownHook(false)
              .setPGStartupWait(START)
              .setOutputRedirector(log)
              .setErrorRedirector(log);
      if (port != 0) {
        builder.setPort(port);
      }
      Files.writeString(secret, password);
      try {
        return builder.start();
      } finally {
        Files.delete(secret);
      }
    }

    /**
     * Requires a password in a data directory of an earlier version, which trusts every local
     * account.
     */
    private void requirePassword() throws IOException, SQLException {
      Path file = directory(data).resolve(HBA);
      if (!Files.exists(file) || !Files.readString(file).lines().anyMatch(Embedded::trustsAnyone)) {
        return;
      }
      try (var trusting = start(0);
          var connection = trusting.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        // consists of letters, digits, - and _
        statement.execute("alter user " + USER + " password '" + password + "'");
      }
      Files.writeString(
          file,
          Files.readString(file)
              .lines()
              .map(
                  line ->
                      trustsAnyone(line) ? line.replaceAll("trust\\s*$", "scram-sha-256") : line)
              .collect(Collectors.joining("\n", "", "\n")));
    }

    private static boolean trustsAnyone(String line) {
      return line.matches("\\s*[^#\\s].*\\btrust\\s*");
    }

    /** Restarts PostgreSQL whenever it ends, until the launcher stops. */
    private void watch() {
      try {
        while (!isStopping()) {
          Orphan.postgres(directory(data)).ifPresent(Orphan::awaitEnd);
          if (!isStopping()) {
            out.println("PostgreSQL  ended, see " + data.resolve("postgres.log"));
            restartUntilRunning();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void restartUntilRunning() throws InterruptedException {
      boolean reported = false;
      while (!isStopping()) {
        while (!space.has(DiskSpace.TO_RUN)) {
          Thread.sleep(POLL_INTERVAL_MS);
        }
        try {
          restart();
          out.println("PostgreSQL  is running again");
          return;
        } catch (IOException | IllegalStateException | UncheckedIOException e) {
          if (!reported) {
            out.println("PostgreSQL  did not start, retrying: " + firstLine(e));
            reported = true;
          }
          Thread.sleep(RESTART_INTERVAL_MS);
        }
      }
    }

    private synchronized void restart() throws IOException {
      if (!stopping) {
        int port = required().getPort();
        required().close();
        running = start(port);
      }
    }

    private synchronized boolean isStopping() {
      return stopping;
    }

    void close() throws IOException {
      keeper.interrupt();
      synchronized (this) {
        stopping = true;
        if (running != null) {
          running.close();
        }
      }
    }
  }
}
