package dev.synctrail.launcher;

import dev.synctrail.integration.optimizely.standin.StandIn;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A platform to try things on, that speaks Optimizely's API and keeps its types in memory.
 *
 * <p>The server knows it as any other platform, by configuration and over HTTP.
 */
final class Sandbox implements AutoCloseable {

  static final String ID = "sandbox";
  private static final String PORT = "sandbox.properties";

  private final StandIn standIn;

  private Sandbox(StandIn standIn) {
    this.standIn = standIn;
  }

  /** Starts it on the port it had before, since the platform's stored address names that. */
  static Sandbox start(DataFolder data) {
    Optional<Integer> known =
        data.kept(PORT).map(values -> Integer.valueOf(values.getProperty("port")));
    known.ifPresent(Server::requireFree);
    var standIn = StandIn.builder().port(known.orElseGet(Server::freePort)).start();
    var values = new Properties();
    values.setProperty("port", String.valueOf(standIn.port()));
    data.keep(PORT, values);
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
