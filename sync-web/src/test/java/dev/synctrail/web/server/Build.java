package dev.synctrail.web.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The build output that tests run, and the options with which servers under test are started. */
final class Build {

  static final Path TARGET = Path.of("target").toAbsolutePath();
  static final Path WAR = TARGET.resolve("sync-web.war");
  static final Path MICRO = TARGET.resolve("payara-micro.jar");

  private static final String LOOPBACK_ONLY =
      "set configs.config.server-config.network-config.network-listeners.network-listener"
          + ".http-listener.address=127.0.0.1\n";

  /** Payara's data grid opens ports on all interfaces even with --nohazelcast; this disables it. */
  private static final String NO_DATA_GRID =
      "set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false\n";

  /**
   * Lets requests reach the application that the server would otherwise reject without a body: long
   * headers and unexpected bodies. The application answers them with a problem.
   */
  private static final String LENIENT_HTTP =
      Stream.of(
              "header-buffer-length-bytes=262144",
              "max-request-headers=1000",
              "allow-payload-for-undefined-http-methods=true")
          .map(
              setting ->
                  "set configs.config.server-config.network-config.protocols.protocol"
                      + ".http-listener.http."
                      + setting
                      + "\n")
          .collect(Collectors.joining());

  private Build() {}

  /**
   * Returns the JVM options of short-lived servers, for which the second compiler does not pay off.
   */
  static List<String> jvmOptions() {
    return List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  /**
   * Returns the JVM options of the shared server. It runs for minutes; without the second compiler,
   * verifying a password takes six times as long.
   */
  static List<String> jvmOptionsOfShared() {
    return List.of("-Xmx768m", "-XX:+UseSerialGC");
  }

  static List<String> microOptions(int port) {
    var preboot = TARGET.resolve("preboot-" + port + ".asadmin");
    try {
      Files.writeString(preboot, LOOPBACK_ONLY + NO_DATA_GRID + LENIENT_HTTP);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        "--nocluster",
        "--nohazelcast",
        "--disablephonehome",
        "--prebootcommandfile",
        preboot.toString(),
        "--contextroot",
        "ROOT",
        "--port",
        String.valueOf(port));
  }

  /** Returns the log of the shared server. */
  static Path logOfShared(int port) {
    return TARGET.resolve("server-shared-" + port + ".log");
  }
}
