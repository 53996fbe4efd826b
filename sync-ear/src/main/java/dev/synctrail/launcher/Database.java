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
 * <p>The embedded one ends when its disk is full. It is started again, on the same port, as soon as
 * there is room; meanwhile the server answers 503.
 */
final class Database implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);
  private static final long BETWEEN_TRIES_MS = 500;
  private static final long BETWEEN_STARTS_MS = 5_000;
  private static final String USER = "postgres";
  private static final String KEPT = "postgres.properties";
  private static final String PASSWORD = "password";

  /** Where PostgreSQL says who may connect, and how. */
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

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** The one that runs on the data folder, and the thread that keeps it running. */
  private static final class Embedded {
    private final DataFolder data;
    private final DiskSpace space;
    private final PrintStream out;
    private final String password;
    private final Thread keeper = new Thread(this::keep, "postgres-keeper");
    private @Nullable EmbeddedPostgres running;
    private boolean stopping;

    Embedded(DataFolder data, DiskSpace space, PrintStream out) {
      this.data = data;
      this.space = space;
      this.out = out;
      this.password =
          data.kept(KEPT).map(kept -> kept.getProperty(PASSWORD)).orElseGet(() -> made(data));
    }

    private static String made(DataFolder data) {
      var values = new Properties();
      values.setProperty(PASSWORD, FirstStart.random(32));
      data.keep(KEPT, values);
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

    /** Starts it; a data directory that is made now never trusts anybody. */
    private EmbeddedPostgres start(int port) throws IOException {
      // only its owner may enter: PostgreSQL's programs are unpacked into it for all to write
      data.privateFolder("runtime");
      Path secret = data.privateFolder("runtime/initdb").resolve(PASSWORD);
      var log = Redirect.appendTo(data.resolve("postgres.log").toFile());
      var builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(directory(data))
              .setCleanDataDirectory(false)
              .setLocaleConfig("auth", "scram-sha-256") // these two reach initdb as its options
              .setLocaleConfig("pwfile", secret.toString())
              .setConnectConfig("password", password)
              .setServerConfig("fsync", "on") // made for tests, it would not wait for the disk
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

    /** A data directory of an earlier version lets every local account in; from now on no more. */
    private void requirePassword() throws IOException, SQLException {
      Path file = directory(data).resolve(HBA);
      if (!Files.exists(file) || !Files.readString(file).lines().anyMatch(Embedded::trusts)) {
        return;
      }
      try (var trusting = start(0);
          var connection = trusting.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        // of letters and digits, - and _
        statement.execute("alter user " + USER + " password '" + password + "'");
      }
      Files.writeString(
          file,
          Files.readString(file)
              .lines()
              .map(line -> trusts(line) ? line.replaceAll("trust\\s*$", "scram-sha-256") : line)
              .collect(Collectors.joining("\n", "", "\n")));
    }

    private static boolean trusts(String line) {
      return line.matches("\\s*[^#\\s].*\\btrust\\s*");
    }

    /** Starts it again whenever it ends, until it is told to stop. */
    private void keep() {
      try {
        while (!isStopping()) {
          Orphan.postgres(directory(data)).ifPresent(Orphan::awaitEnd);
          if (!isStopping()) {
            out.println("PostgreSQL  ended, see " + data.resolve("postgres.log"));
            again();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void again() throws InterruptedException {
      boolean told = false;
      while (!isStopping()) {
        while (!space.has(DiskSpace.TO_RUN)) {
          Thread.sleep(BETWEEN_TRIES_MS);
        }
        try {
          restart();
          out.println("PostgreSQL  is running again");
          return;
        } catch (IOException | IllegalStateException | UncheckedIOException e) {
          if (!told) {
            out.println("PostgreSQL  did not start, retrying: " + firstLine(e));
            told = true;
          }
          Thread.sleep(BETWEEN_STARTS_MS);
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
