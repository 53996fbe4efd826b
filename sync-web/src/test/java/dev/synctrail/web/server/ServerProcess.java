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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server of one test's own, which the test may kill at any moment and start again on the same
 * port, database and configuration.
 */
public final class ServerProcess implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(3);

  /** An upgrade to HTTP/2 may end in threads of the server that wait for each other for good. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final Map<String, String> configuration;
  private final List<String> jvmOptions;
  private final List<Path> wars;
  private final int port = Build.freePort();
  private final Path log;
  private @Nullable Process process;

  /**
   * Prepares a server; {@link #start()} starts it.
   *
   * @param name of its log in the build's folder
   * @param configuration MicroProfile Config keys, given to the process as environment
   */
  public ServerProcess(String name, Map<String, String> configuration) {
    this(name, configuration, Build.jvmOptions(), List.of(Build.WAR));
  }

  /**
   * Prepares a server with options and content of its own.
   *
   * @param jvmOptions instead of those of a short-lived server
   * @param wars what is deployed, the first at the root
   */
  public ServerProcess(
      String name, Map<String, String> configuration, List<String> jvmOptions, List<Path> wars) {
    this.configuration = new HashMap<>(configuration);
    this.configuration.putIfAbsent("sync.rate.requests", "1000000");
    this.jvmOptions = List.copyOf(jvmOptions);
    this.wars = List.copyOf(wars);
    this.log = Build.TARGET.resolve("server-" + name + ".log");
  }

  /** Starts the process and waits until it is ready. */
  public ServerProcess start() {
    launch();
    awaitReady(START);
    return this;
  }

  /** Starts the process and returns at once. */
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

  /** Ends the process as a power cut would; returns when it is gone. */
  public void kill() {
    var running = process;
    if (running != null) {
      running.destroyForcibly();
      awaitExit(running, Duration.ofSeconds(20));
    }
  }

  /** Asks the process to stop and returns when it is gone. */
  public void stop() {
    var running = process;
    if (running != null) {
      running.destroy();
      awaitExit(running, Duration.ofSeconds(60));
    }
  }

  /** Tells whether the process runs. */
  public boolean isAlive() {
    var running = process;
    return running != null && running.isAlive();
  }

  /** Returns the process's id. */
  public long pid() {
    var running = process;
    if (running == null) {
      throw new IllegalStateException("not running");
    }
    return running.pid();
  }

  /** Polls readiness until it is 200; fails at once when the process ends. */
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

  /** Returns the status of {@code /health/ready}, or 0 when nobody answers. */
  public int readiness() {
    var request =
        HttpRequest.newBuilder(uri().resolve("/health/ready")).timeout(Duration.ofSeconds(5));
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns the root of the server, which stays the same over restarts. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Returns everything that the present process has printed. */
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
