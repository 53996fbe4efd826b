package dev.synctrail.web.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server for a single test, which the test can kill at any moment and restart with the same port,
 * database and configuration.
 */
public final class ServerProcess implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  /** HTTP/1.1 only, because an upgrade to HTTP/2 can deadlock threads of the server. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final Map<String, String> configuration;
  private final List<String> jvmOptions;
  private final List<Path> wars;
  private final int port = FreePort.find();
  private final Path log;
  private @Nullable Process process;

  /**
   * Creates a server that {@link #start()} starts.
   *
   * @param name the name of its log in the build output
   * @param configuration MicroProfile Config keys, passed as environment variables
   */
  public ServerProcess(String name, Map<String, String> configuration) {
    this(name, configuration, Build.jvmOptions(), List.of(Build.WAR));
  }

  /**
   * Creates a server with its own JVM options and applications.
   *
   * @param jvmOptions replace those of a short-lived server
   * @param wars the applications to deploy, the first one at the root
   */
  public ServerProcess(
      String name, Map<String, String> configuration, List<String> jvmOptions, List<Path> wars) {
    this.configuration = new HashMap<>(configuration);
    this.configuration.putIfAbsent("sync.rate.requests", "1000000");
    this.configuration.putIfAbsent("sync.http.connections-per-address", "100000");
    this.jvmOptions = List.copyOf(jvmOptions);
    this.wars = List.copyOf(wars);
    this.log = Build.TARGET.resolve("server-" + name + ".log");
  }

  /** Starts the process and waits until it is ready. */
  public ServerProcess start() {
    launch();
    awaitReady(START_TIMEOUT);
    return this;
  }

  /** Starts the process without waiting. */
  public void launch() {
    if (isAlive()) {
      throw new IllegalStateException("already running");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", Build.MICRO.toString()));
    wars.forEach(war -> command.addAll(List.of("--deploy", war.toString())));
    command.addAll(Build.microOptions(port));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    configuration.forEach((key, value) -> builder.environment().put(asVariable(key), value));
    try {
      Files.deleteIfExists(log);
      process = builder.redirectOutput(log.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the process and returns when it has ended. */
  public void kill() {
    var running = process;
    if (running != null) {
      running.destroyForcibly();
      awaitExit(running, Duration.ofSeconds(20));
    }
  }

  /** Asks the process to stop and returns when it has ended. */
  public void stop() {
    var running = process;
    if (running != null) {
      running.destroy();
      awaitExit(running, Duration.ofSeconds(60));
    }
  }

  /** Tells whether the process is running. */
  public boolean isAlive() {
    var running = process;
    return running != null && running.isAlive();
  }

  /** Returns the process id. */
  public long pid() {
    var running = process;
    if (running == null) {
      throw new IllegalStateException("not running");
    }
    return running.pid();
  }

  /** Polls the readiness check until it returns 200; fails immediately if the process ends. */
  public void awaitReady(Duration atMost) {
    var deadline = System.nanoTime() + atMost.toNanos();
    while (readiness() != 200) {
      if (!isAlive()) {
        throw new IllegalStateException("the server ended before it was ready, see " + log);
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the server is not ready in " + atMost + ", see " + log);
      }
      pause();
    }
  }

  /** Returns the status of {@code /health/ready}, or 0 if the server does not answer. */
  public int readiness() {
    return health(HttpResponse.BodyHandlers.discarding()).map(HttpResponse::statusCode).orElse(0);
  }

  /** Returns what {@code /health/ready} says, or nothing if the server does not answer. */
  public String readinessReport() {
    return health(HttpResponse.BodyHandlers.ofString()).map(HttpResponse::body).orElse("");
  }

  private <T> Optional<HttpResponse<T>> health(HttpResponse.BodyHandler<T> body) {
    var request =
        HttpRequest.newBuilder(uri().resolve("/health/ready")).timeout(Duration.ofSeconds(5));
    try {
      return Optional.of(CLIENT.send(request.build(), body));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns the root of the server, which stays the same over restarts. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Returns the whole output of the current process. */
  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private static String asVariable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private static void awaitExit(Process running, Duration atMost) {
    try {
      if (!running.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
