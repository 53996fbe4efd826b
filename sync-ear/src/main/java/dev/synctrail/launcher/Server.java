package dev.synctrail.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Payara Micro with the WAR, as a child process. */
final class Server implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final long BETWEEN_POLLS_MS = 100;
  private static final String LISTENER =
      "set configs.config.server-config.network-config.network-listeners.network-listener"
          + ".http-listener.";

  /**
   * Nothing listens beyond loopback, and nothing at all before the application is there. Payara's
   * data grid opens a port on every interface, --nohazelcast or not, and deserialises what
   * strangers send.
   */
  private static final List<String> BEFORE_BOOT =
      List.of(
          LISTENER + "address=127.0.0.1",
          LISTENER + "enabled=false",
          "set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false");

  private static final List<String> AFTER_DEPLOYMENT = List.of(LISTENER + "enabled=true");

  /**
   * Requests that the server would refuse with a bare status reach the application, which says as a
   * problem what is wrong with them: long headers, and a body where none is expected.
   */
  private static final String TELLING =
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

  /** From the most to the least telling line of a deployment that failed. */
  private static final List<Pattern> CAUSES =
      List.of(
          Pattern.compile("Synctrail cannot start: (.*)"),
          Pattern.compile("Internal Exception: (.*)"),
          Pattern.compile("Exception while loading the app : (.*)"),
          Pattern.compile("java\\.net\\.BindException: (.*)"));

  private final Process process;
  private final Path log;
  private final LogForm form;
  private final URI uri;

  private Server(Process process, Path log, LogForm form, URI uri) {
    this.process = process;
    this.log = log;
    this.form = form;
    this.uri = uri;
  }

  /** Fails when another program listens on the port. */
  static void requireFree(int port) {
    if (!isFree(port)) {
      throw new CannotStart(
          "Port "
              + port
              + " is in use by another program: stop it, or choose another port with --port.");
    }
  }

  /** Returns a port below those that the system gives to outgoing connections. */
  static int freePort() {
    return new Random()
        .ints(20_000, 32_000)
        .limit(1_000)
        .filter(Server::isFree)
        .findFirst()
        .orElseThrow(() -> new CannotStart("No port is free between 20000 and 32000."));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }

  static Server start(
      Installation installation,
      DataFolder data,
      Options options,
      Map<String, String> configuration) {
    Path log = data.resolve("server.log");
    Path preboot = data.resolve("preboot.asadmin");
    Path postdeploy = data.resolve("postdeploy.asadmin");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + options.memory(),
            // Half the start-up time on two cores; what is tried here waits for I/O, not for the
            // compiler.
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // It unpacks itself there, and a kill leaves that behind.
            "-Djava.io.tmpdir=" + data.emptied("runtime/server"),
            "-jar",
            installation.micro().toString(),
            "--nocluster",
            "--nohazelcast",
            "--disablephonehome",
            "--prebootcommandfile",
            preboot.toString(),
            "--postdeploycommandfile",
            postdeploy.toString(),
            "--contextroot",
            "ROOT",
            "--port",
            String.valueOf(options.port()),
            "--deploy",
            installation.war().toString());
    // The environment, unlike arguments, is not shown to other users of the machine.
    configuration.forEach((key, value) -> builder.environment().put(asVariable(key), value));
    try {
      Files.writeString(preboot, String.join("\n", BEFORE_BOOT) + "\n" + TELLING);
      Files.write(postdeploy, AFTER_DEPLOYMENT);
      builder.command().addAll(options.log().options(installation.micro(), data.resolve("")));
      Files.deleteIfExists(log);
      var process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      Orphan.remember(data.resolve("server.pid"), process.toHandle());
      return new Server(
          process, log, options.log(), URI.create("http://localhost:" + options.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri() {
    return uri;
  }

  /** Waits until the application is ready, or fails with the cause that the log tells. */
  void awaitReady() throws InterruptedException {
    // an upgrade to HTTP/2 may end in threads of the server that wait for each other for good
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    var request =
        HttpRequest.newBuilder(uri.resolve("/health/ready")).timeout(Duration.ofSeconds(5)).build();
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      int status = 0;
      String body = "";
      try {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        status = answer.statusCode();
        body = answer.body();
      } catch (IOException e) {
        body = "no response yet";
      }
      if (status == 200) {
        return;
      }
      if (!process.isAlive() || withoutApplication(body) || System.nanoTime() > deadline) {
        throw new CannotStart("The server did not start: " + cause() + " (see " + log + ")");
      }
      Thread.sleep(BETWEEN_POLLS_MS);
    }
  }

  /** Blocks until the process ends. */
  int awaitExit() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** A failed deployment leaves Payara Micro up, and "ready". */
  private boolean withoutApplication(String health) {
    String text = text();
    return text.contains(" ready in ")
        && (health.contains("No Application") || text.contains("Exception while "));
  }

  private String cause() {
    String text = text();
    for (Pattern pattern : CAUSES) {
      var line = pattern.matcher(text);
      if (line.find()) {
        return line.group(1);
      }
    }
    return process.isAlive() ? "no response in " + START.toMinutes() + " minutes" : "it exited";
  }

  private String text() {
    try {
      return form.plain(Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String asVariable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
