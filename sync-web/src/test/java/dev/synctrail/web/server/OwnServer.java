package dev.synctrail.web.server;

import dev.synctrail.integration.optimizely.standin.StandIn;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server for a single test, with an empty database and one platform, for configurations and loads
 * that the shared server must not have.
 */
public final class OwnServer implements AutoCloseable {
  private static final String PLATFORM = "own-prod";

  private final StandIn standIn = SharedServer.newPlatform();
  private final Postgres.Database database = Postgres.newDatabase();
  private final ServerProcess process;
  private final Watched platform;

  /**
   * Starts the server with the administrator and token of the shared server.
   *
   * @param name the name of its log in the build output
   * @param more additional configuration
   */
  public OwnServer(String name, Map<String, String> more) {
    Map<String, String> configuration = new HashMap<>(database.configuration());
    configuration.putAll(SharedServer.BOOTSTRAP);
    configuration.putAll(SharedServer.credentials(PLATFORM, standIn));
    configuration.putAll(more);
    process = new ServerProcess(name, configuration).start();
    platform = new Watched(process.uri(), PLATFORM, standIn).start();
  }

  /** Returns the process. */
  public ServerProcess process() {
    return process;
  }

  /** Returns the platform. */
  public Watched platform() {
    return platform;
  }

  /** Returns what the server's work has cost so far. */
  public Cost cost() {
    try {
      return Cost.now(process, database.dataSource());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the database. */
  public Postgres.Database database() {
    return database;
  }

  /** Returns what the database contains. */
  public Testimony testimony() {
    return new Testimony(database, List.of(standIn));
  }

  @Override
  public void close() {
    process.close();
    standIn.close();
  }
}
