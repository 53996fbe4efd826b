package dev.synctrail.launcher;

import dev.synctrail.integration.optimizely.standin.StandIn;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A platform for trying out Synctrail. It implements Optimizely's API and keeps its types in
 * memory.
 *
 * <p>The server accesses it like any other platform, by configuration and over HTTP.
 */
final class Sandbox implements AutoCloseable {

  static final String ID = "sandbox";
  private static final String PORT_FILE = "sandbox.properties";

  private final StandIn standIn;

  private Sandbox(StandIn standIn) {
    this.standIn = standIn;
  }

  /**
   * Starts the sandbox on its previous port, because the stored address of the platform contains
   * the port.
   */
  static Sandbox start(DataFolder data) {
    Optional<Integer> previousPort =
        data.load(PORT_FILE).map(values -> Integer.valueOf(values.getProperty("port")));
    previousPort.ifPresent(Server::requireFree);
    var standIn = StandIn.builder().port(previousPort.orElseGet(Server::freePort)).start();
    var values = new Properties();
    values.setProperty("port", String.valueOf(standIn.port()));
    data.save(PORT_FILE, values);
    return new Sandbox(standIn);
  }

  URI baseUrl() {
    return standIn.baseUrl();
  }

  Map<String, String> configuration() {
    var origin = "http://127.0.0.1:" + standIn.port();
    return Map.of(
        "sync.platform.sandbox.client-id", StandIn.CLIENT_ID,
        "sync.platform.sandbox.client-secret", StandIn.CLIENT_SECRET,
        "sync.platform.sandbox.allowed-origin", origin);
  }

  @Override
  public void close() {
    standIn.close();
  }
}
