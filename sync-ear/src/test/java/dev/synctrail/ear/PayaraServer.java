package dev.synctrail.ear;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** A domain for the test on Payara Server Full, controlled by {@code asadmin}. */
final class PayaraServer {

  private static final Path HOME = Path.of("target/payara6").toAbsolutePath();
  private static final Path EAR = Path.of("target/synctrail.ear").toAbsolutePath();
  private static final String DOMAIN = "synctrail";

  private final int base;

  private PayaraServer(int base) {
    this.base = base;
  }

  /** Creates a domain that has the PostgreSQL driver for its own pools, and starts it. */
  static PayaraServer start() throws IOException, InterruptedException {
    var server = new PayaraServer(freeBase());
    server.deleteDomain();
    server.asadmin(
        "create-domain", "--nopassword", "--portbase", String.valueOf(server.base), DOMAIN);
    server.listenOnLoopbackOnly();
    Files.copy(driver(), server.domain().resolve("lib/postgresql.jar"));
    server.asadmin("start-domain", DOMAIN);
    return server;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + (base + 80));
  }

  /** Runs one command and returns its output. */
  String asadmin(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("bin/asadmin").toString());
    command.addAll(List.of("--interactive=false", "--port", String.valueOf(base + 48)));
    command.addAll(Arrays.asList(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", arguments) + ": " + output);
    }
    return output;
  }

  /** Sets a property of MicroProfile Config for the whole domain. */
  void configure(String key, String value) throws IOException, InterruptedException {
    asadmin(
        "set-config-property",
        "--source=domain",
        "--propertyname=" + key,
        "--propertyvalue=" + value);
  }

  void unconfigure(String key) throws IOException, InterruptedException {
    asadmin("delete-config-property", "--source=domain", "--propertyname=" + key);
  }

  void deploy() throws IOException, InterruptedException {
    asadmin("deploy", "--name", "synctrail", EAR.toString());
  }

  /**
   * Restarts the domain. Properties of MicroProfile Config are cached; a restart reads the current
   * ones.
   */
  void restart() throws IOException, InterruptedException {
    asadmin("restart-domain", DOMAIN);
  }

  void undeploy() throws IOException, InterruptedException {
    asadmin("undeploy", "synctrail");
  }

  void stop() throws IOException, InterruptedException {
    asadmin("stop-domain", "--force", "--kill", DOMAIN);
  }

  /** Deletes the domain of an aborted run. It may be in any state, so no command is used. */
  private void deleteDomain() throws IOException {
    if (Files.exists(domain())) {
      try (var files = Files.walk(domain())) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Path domain() {
    return HOME.resolve("glassfish/domains").resolve(DOMAIN);
  }

  private void listenOnLoopbackOnly() throws IOException {
    var file = domain().resolve("config/domain.xml");
    var xml = Files.readString(file);
    Files.writeString(
        file,
        xml.replace("0.0.0.0", "127.0.0.1")
            .replaceAll(
                "<network-listener (?![^>]*address=)", "<network-listener address=\"127.0.0.1\" "));
  }

  private static Path driver() {
    var code = org.postgresql.Driver.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(code.toString()));
  }

  /**
   * Returns the base of a range of free ports; the ports of a domain have fixed offsets from it.
   */
  private static int freeBase() {
    int[] offsets = {9, 37, 38, 39, 48, 66, 76, 80, 81, 86};
    return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(200, 300) * 100)
        .limit(100)
        .filter(base -> Arrays.stream(offsets).allMatch(offset -> isFree(base + offset)))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
