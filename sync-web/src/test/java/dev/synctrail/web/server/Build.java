package dev.synctrail.web.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the build put what the tests run, and how every server under test is started. */
final class Build {

  static final Path TARGET = Path.of("target").toAbsolutePath();
  static final Path WAR = TARGET.resolve("sync-web.war");
  static final Path MICRO = TARGET.resolve("payara-micro.jar");

  private static final String LOOPBACK_ONLY =
      "set configs.config.server-config.network-config.network-listeners.network-listener"
          + ".http-listener.address=127.0.0.1\n";

  private Build() {}

  /** Returns options of the JVM; a short-lived server gains nothing from the second compiler. */
  static List<String> jvmOptions() {
    return List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  static List<String> microOptions(int port) {
    var preboot = TARGET.resolve("preboot.asadmin");
    try {
      Files.writeString(preboot, LOOPBACK_ONLY);
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

  /** Returns a port that nobody listens on now. */
  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
