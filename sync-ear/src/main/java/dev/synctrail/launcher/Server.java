package dev.synctrail.launcher;

import java.io.IOException;
import java.io.PrintStream;
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
  private static final Duration STOP = Duration.ofMinutes(1);
  private static final long POLL_INTERVAL_MS = 100;
  private static final String LISTENER =
      "set configs.config.server-config.network-config.network-listeners.network-listener"
          + ".http-listener.";

  /**
   * The server listens on loopback only, and not before the application is deployed. Payara's data
   * grid would open a port on every interface, even with --nohazelcast, and deserialize data from
   * any sender.
   */
  private static final List<String> BEFORE_BOOT =
      List.of(
          LISTENER + "address=127.0.0.1",
          LISTENER + "enabled=false",
          "set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false");

  private static final List<String> AFTER_DEPLOYMENT = List.of(LISTENER + "enabled=true");

  /**
   * Requests that the server would reject with a bare status reach the application, which responds
   * with a problem that names the error: long headers, and a body where none is expected.
   */
  private static final String HTTP_LIMITS =
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

  /**
   * Returns native memory that is no longer used to the system; the compilers use much of it, for a
   * short time. The option is experimental in some releases of Java and unknown to older ones.
   */
  private static final List<String> TRIM_MEMORY =
      List.of(
          "-XX:+UnlockExperimentalVMOptions",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:TrimNativeHeapInterval=10000");

  /** Patterns of the cause of a failed deployment, the most specific one first. */
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
  private final ClassArchive archive;
  private final PrintStream out;

  private Server(
      Process process, Path log, LogForm form, URI uri, ClassArchive archive, PrintStream out) {
    this.process = process;
    this.log = log;
    this.form = form;
    this.uri = uri;
    this.archive = archive;
    this.out = out;
  }

  /** Fails if another program listens on the port. */
  static void requireFree(int port) {
    if (!isFree(port)) {
      throw new CannotStart(
          "Port "
              + port
              + " is in use by another program: stop it, or choose another port with --port.");
    }
  }

  /** Returns a free port below the range that the system uses for outgoing connections. */
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
      Map<String, String> configuration,
      PrintStream out) {
    Path log = data.resolve("server.log");
    Path preboot = data.resolve("preboot.asadmin");
    Path postdeploy = data.resolve("postdeploy.asadmin");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + options.memory(),
            "-XX:+UseSerialGC",
            // The server unpacks itself there, and a killed one leaves the files behind.
            "-Djava.io.tmpdir=" + data.emptyFolder("runtime/server"),
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
    // Unlike arguments, the environment is not visible to other users of the machine.
    configuration.forEach(
        (key, value) -> builder.environment().put(environmentVariable(key), value));
    // by default, each of the server's threads may leave an arena of the C library half empty
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
    builder.command().addAll(1, TRIM_MEMORY);
    ClassArchive archive =
        ClassArchive.in(
            data.privateFolder("runtime"), installation, Runtime.version(), builder.environment());
    builder.command().addAll(1, archive.options());
    if (!archive.isUsed()) {
      // halves the first start on two cores; with an archive, both compilers have the time
      builder.command().add(1, "-XX:TieredStopAtLevel=1");
    }
    try {
      Files.writeString(preboot, String.join("\n", BEFORE_BOOT) + "\n" + HTTP_LIMITS);
      Files.write(postdeploy, AFTER_DEPLOYMENT);
      builder.command().addAll(options.log().options(installation.micro(), data.resolve("")));
      Files.deleteIfExists(log);
      var process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      Orphan.remember(data.resolve("server.pid"), process.toHandle());
      return new Server(
          process,
          log,
          options.log(),
          URI.create("http://localhost:" + options.port()),
          archive,
          out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri() {
    return uri;
  }

  /** Waits until the application is ready. Fails with the cause that the log contains. */
  void awaitReady() throws InterruptedException {
    // an upgrade to HTTP/2 may cause a deadlock of threads in the server
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
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());
        status = response.statusCode();
        body = response.body();
      } catch (IOException e) {
        body = "no response yet";
      }
      if (status == 200) {
        return;
      }
      if (!process.isAlive() || isDeploymentFailed(body) || System.nanoTime() > deadline) {
        throw new CannotStart("The server did not start: " + cause() + " (see " + log + ")");
      }
      Thread.sleep(POLL_INTERVAL_MS);
    }
  }

  /** Waits until the process ends. */
  int awaitExit() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    if (process.isAlive() && archive.isWritten()) {
      out.println("Server      stopping; it writes an archive of its classes for the next start");
    }
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

  /** After a failed deployment, Payara Micro keeps running and reports "ready". */
  private boolean isDeploymentFailed(String health) {
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

  private static String environmentVariable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
