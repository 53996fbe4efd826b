package dev.synctrail.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the built launcher as an operator does. */
@Tag("long")
class LauncherIT {

  private static final String READY = "Ctrl-C stops everything";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path folder;

  @Test
  void printed_commands_work_and_a_launcher_starts_after_a_kill() throws Exception {
    int port = Server.freePort();
    String token;
    try (var first = new Running("first", Map.of(), port)) {
      var whileStarting = new Probe(port);
      first.await(READY);
      whileStarting.assertOnlyTemporaryFailures();
      assertThat(ListeningSockets.of(first.process.toHandle(), postgres()))
          .as("the server, the sandbox and PostgreSQL")
          .hasSizeGreaterThanOrEqualTo(3)
          .allSatisfy(socket -> assertThat(socket.isLoopback()).as("%s", socket).isTrue());
      assertOnlyOwnerHasAccess();
      assertReturnsNativeMemory();
      token = first.line("  TOKEN=");
      var commands = first.lines("  curl");
      assertThat(commands).hasSize(3);
      String output = run(token + "\n" + String.join("\n", commands));
      assertThat(output.substring(output.lastIndexOf("{\"data\""))).contains("\"SUCCESS\"");
      first.kill();
    }

    try (var second = new Running("second", Map.of(), port, "--log", "json")) {
      second.await(READY);
      assertThat(folder.resolve("data/runtime/server"))
          .isDirectoryContaining("glob:**payaramicro*")
          .satisfies(
              runtime -> {
                try (var left = Files.list(runtime)) {
                  assertThat(left.filter(entry -> entry.toString().contains("payaramicro-rt")))
                      .hasSize(1);
                }
              });
      assertThat(logEntries())
          .hasSizeGreaterThan(20)
          .allSatisfy(entry -> assertThat(entry).containsKeys("Timestamp", "Level", "LogMessage"))
          .extracting(entry -> String.valueOf(entry.get("LogMessage")))
          .contains("\"The database schema is up to date\"")
          .doesNotContain("\"The database schema was migrated\"");
      assertThat(second.output())
          .contains("Server      stopping process")
          .contains("PostgreSQL  stopping process")
          .doesNotContain(token.substring("TOKEN=".length()))
          .doesNotContain("Console         user");
      assertThat(run(token + "\n" + second.lines("  curl").get(2))).contains("\"SUCCESS\"");

      second.stop();
    }
    assertThat(folder.resolve("data/runtime"))
        .as("the archive that shortens the next start")
        .isDirectoryContaining("glob:**/classes-*.jsa");
    assertThat(ProcessHandle.allProcesses().filter(this::isOurs)).isEmpty();
  }

  private void assertReturnsNativeMemory() throws IOException {
    ProcessHandle server =
        ProcessHandle.allProcesses()
            .filter(process -> isOurs(process) && commandLine(process).contains("payara-micro.jar"))
            .findFirst()
            .orElseThrow();
    assertThat(commandLine(server)).contains("-XX:TrimNativeHeapInterval=");
    assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/environ")).split("\0"))
        .contains("MALLOC_ARENA_MAX=2");
  }

  private void assertOnlyOwnerHasAccess() throws IOException {
    var data = folder.resolve("data");
    for (var inside : List.of(data, data.resolve("runtime"), data.resolve("postgres"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inside)))
          .as("%s", inside)
          .isEqualTo("rwx------");
    }
    assertThat(data.resolve("postgres/pg_hba.conf"))
        .content()
        .doesNotContainPattern("(?m)^[^#]*trust");
    assertThatThrownBy(() -> DriverManager.getConnection(database(data), "postgres", "unused"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  private ProcessHandle postgres() throws IOException {
    return postgres(folder.resolve("data"));
  }

  /** PostgreSQL detaches itself from the launcher's process when it starts. */
  private static ProcessHandle postgres(Path data) throws IOException {
    String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }

  private static String database(Path data) throws IOException {
    return "jdbc:postgresql://localhost:"
        + Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3)
        + "/postgres";
  }

  /** Fills a small file system that only the launcher and its children see. */
  @Test
  @Tag("long")
  void a_full_disk_is_reported_and_the_server_recovers_when_there_is_space() throws Exception {
    int port = Server.freePort();
    var data = Files.createDirectory(folder.resolve("data"));
    try (var launcher = new Running("full", Map.of(), smallDisk(data), port)) {
      launcher.await("Disk        full");
      var disk = Path.of("/proc/" + launcher.process.pid() + "/root" + data);
      var ballast = disk.resolve("ballast");
      eventually("503", () -> status(port, "/api/v1/types") == 503);
      Files.delete(ballast);
      launcher.await(READY);
      String token = launcher.line("  TOKEN=").substring("TOKEN=".length());
      assertThat(storeType(port, token, "Before")).isEqualTo(201);

      // PostgreSQL ends like this when its log cannot be written
      fill(ballast, Long.MAX_VALUE);
      launcher.awaitLines("Disk        full", 2);
      postgres(disk).destroyForcibly();
      launcher.await("PostgreSQL  ended");
      eventually("503", () -> storeType(port, token, "Meanwhile") == 503);
      assertThat(storeType(port, token, "Meanwhile")).isEqualTo(503);

      Files.delete(ballast);
      launcher.await("PostgreSQL  is running again");
      eventually("201", () -> storeType(port, token, "After") == 201);
      launcher.awaitLines("Disk        enough space again", 2);
      assertThat(launcher.lines("Disk        ")).hasSize(4);
    }
  }

  /**
   * Returns the start of a command whose process has 900 MB in that folder, of which 700 are taken.
   * The file system is mounted in a mount namespace; without root, a user namespace allows it.
   */
  private static List<String> smallDisk(Path folder) throws IOException, InterruptedException {
    var namespace = List.of("unshare", isRoot() ? "-m" : "-rm");
    var trial = new ArrayList<>(namespace);
    trial.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", folder.toString()));
    assumeTrue(ran(trial), "this machine allows no mount, not even in a user namespace");
    var command = new ArrayList<>(namespace);
    command.addAll(
        List.of(
            "sh",
            "-ec",
            """
            mount -t tmpfs -o size=900m tmpfs "$0"
            head -c 734003200 /dev/zero > "$0/ballast"
            exec "$@\"""",
            folder.toString()));
    return command;
  }

  private static boolean isRoot() throws IOException, InterruptedException {
    return ran(List.of("sh", "-c", "test $(id -u) = 0"));
  }

  private static boolean ran(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  private static void fill(Path file, long bytes) throws IOException {
    var block = new byte[1 << 20];
    try (var out = Files.newOutputStream(file)) {
      for (long written = 0; written < bytes; written += block.length) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static int storeType(int port, String token, String key) {
    return status(
        HttpRequest.newBuilder(at(port, "/api/v1/types/" + key))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "{\"content\":{\"key\":\"%s\",\"displayName\":\"T\",\"baseType\":\"_component\"},\"source\":\"UI\"}"
                        .formatted(key))));
  }

  private static int status(int port, String path) {
    return status(HttpRequest.newBuilder(at(port, path)));
  }

  /** Returns the status, or 0 if there is no response. */
  private static int status(HttpRequest.Builder request) {
    try {
      return CLIENT
          .send(
              request.timeout(Duration.ofSeconds(20)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static URI at(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Sends requests continuously while the server starts. */
  private static final class Probe {
    private static final Map<String, Integer> EXPECTED =
        Map.of(
            "/",
            302,
            "/api/v1/types",
            401,
            "/health/ready",
            200,
            "/health/live",
            200,
            "/openapi",
            200,
            "/sign-in.xhtml",
            200,
            "/nowhere",
            401,
            "/metrics",
            401);

    private final Map<String, Set<Integer>> responses = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean stopped;

    Probe(int port) {
      EXPECTED.keySet().forEach(path -> responses.put(path, new TreeSet<>()));
      thread =
          new Thread(
              () -> {
                while (!stopped) {
                  responses.forEach((path, statuses) -> statuses.add(status(port, path)));
                }
              });
      thread.start();
    }

    void assertOnlyTemporaryFailures() throws InterruptedException {
      stopped = true;
      thread.join();
      assertThat(responses)
          .allSatisfy(
              (path, statuses) ->
                  assertThat(statuses).as(path).contains(0).isSubsetOf(0, 503, EXPECTED.get(path)));
    }
  }

  @Test
  void waits_for_a_database_and_prints_in_one_line_why_the_server_cannot_start() throws Exception {
    int database = Server.freePort();
    var environment =
        Map.of(
            "SYNC_DB_URL", "jdbc:postgresql://localhost:" + database + "/ascii",
            "SYNC_DB_USER", "postgres",
            "SYNC_DB_PASSWORD", "unused");
    try (var launcher = new Running("waiting", environment, Server.freePort())) {
      launcher.await("PostgreSQL  waiting for jdbc:postgresql://localhost:" + database);
      try (var postgres = EmbeddedPostgres.builder().setPort(database).start();
          var connection = postgres.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute(
            "create database ascii template template0 encoding 'SQL_ASCII' locale 'C'");
        assertThat(launcher.awaitExit()).isEqualTo(1);
      }
      assertThat(launcher.lines("The server did not start"))
          .singleElement()
          .asString()
          .contains("Synctrail needs a database in UTF8, this one is SQL_ASCII");
    }
  }

  private String run(String script) throws IOException, InterruptedException {
    var shell =
        new ProcessBuilder("bash", "-ec", script.replace("curl ", "curl -sS --fail-with-body "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    return output;
  }

  /** Returns all complete lines of the server's log; each must be a JSON object. */
  private List<JsonObject> logEntries() throws IOException {
    String log = Files.readString(folder.resolve("data").resolve("server.log"));
    return log.substring(0, log.lastIndexOf('\n'))
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> Json.createReader(new StringReader(line)).readObject())
        .toList();
  }

  private boolean isOurs(ProcessHandle process) {
    return commandLine(process).contains(folder.toString());
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  private static void eventually(String description, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", description).isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  /** A launcher in a separate process, on the data folder of the test. */
  private final class Running implements AutoCloseable {
    private final Path output;
    private final Process process;

    Running(String name, Map<String, String> environment, int port, String... options)
        throws IOException {
      this(name, environment, List.of(), port, options);
    }

    /** Starts the launcher through another command that takes it as arguments. */
    Running(
        String name,
        Map<String, String> environment,
        List<String> prefix,
        int port,
        String... options)
        throws IOException {
      output = folder.resolve(name + ".log");
      var command = new ArrayList<>(prefix);
      command.addAll(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-jar",
              "target/synctrail-launcher.jar"));
      command.addAll(List.of("--port", String.valueOf(port)));
      command.addAll(List.of("--data", folder.resolve("data").toString()));
      command.addAll(List.of(options));
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      process = builder.redirectOutput(output.toFile()).start();
    }

    void await(String text) throws InterruptedException {
      eventually(
          text,
          () -> {
            assertThat(process.isAlive() || output().contains(text)).as(this::output).isTrue();
            return output().contains(text);
          });
    }

    void awaitLines(String start, int count) throws InterruptedException {
      eventually(count + " x " + start, () -> lines(start).size() >= count);
    }

    int awaitExit() throws InterruptedException {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    }

    void stop() throws InterruptedException {
      process.destroy();
      awaitExit();
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    String line(String start) {
      return lines(start).get(0);
    }

    List<String> lines(String start) {
      return output().lines().filter(l -> l.startsWith(start)).map(String::strip).toList();
    }

    String output() {
      try {
        return Files.readString(output);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().join();
    }
  }
}
