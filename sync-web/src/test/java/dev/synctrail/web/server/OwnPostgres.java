package dev.synctrail.web.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL server for a single test, which the test can restart. */
public final class OwnPostgres implements AutoCloseable {
  private final Path data;
  private final int port = FreePort.find();
  private EmbeddedPostgres running;

  private OwnPostgres(Path data) {
    this.data = data;
    this.running = run(data, port);
  }

  /** Starts an empty server. */
  public static OwnPostgres start() {
    try {
      return new OwnPostgres(Files.createTempDirectory(Build.TARGET, "postgres"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedPostgres run(Path data, int port) {
    try {
      return EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setPort(port)
          .setServerConfig("fsync", "off")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns its only database, whose address stays the same over restarts. */
  public Postgres.Database database() {
    return new Postgres.Database(
        "jdbc:postgresql://localhost:" + port + "/postgres", running.getPostgresDatabase());
  }

  /** Restarts the server, which ends all sessions. */
  public void restart() {
    close();
    running = run(data, port);
  }

  @Override
  public void close() {
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
