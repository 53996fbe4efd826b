package dev.synctrail.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the built launcher as an operator does. */
@Tag("long")
class LauncherIT {

  private static final String UP = "Ctrl-C stops everything";

  @TempDir Path folder;

  @Test
  void what_it_prints_works_and_a_killed_launcher_can_start_again() throws Exception {
    int port = Server.freePort();
    String token;
    try (var first = new Running("first", Map.of(), port)) {
      first.await(UP);
      token = first.line("  TOKEN=");
      var commands = first.lines("  curl");
      assertThat(commands).hasSize(3);
      run(token + "\n" + commands.get(0) + "\n" + commands.get(1));
      eventually("a push in the history", () -> pushed(token, commands.get(2)));
      first.kill();
    }

    try (var second = new Running("second", Map.of(), port, "--log", "json")) {
      second.await(UP);
      assertThat(logged())
          .hasSizeGreaterThan(20)
          .allSatisfy(entry -> assertThat(entry).containsKeys("Timestamp", "Level", "LogMessage"));
      assertThat(second.output())
          .contains("Server      stopping process")
          .contains("PostgreSQL  stopping process")
          .doesNotContain(token.substring("TOKEN=".length()))
          .doesNotContain("Console         user");
      assertThat(run(token + "\n" + second.lines("  curl").get(2))).contains("\"SUCCESS\"");
      System.out.println("LauncherIT, second start: " + second.line("Server      ready"));

      second.stop();
    }
    assertThat(ProcessHandle.allProcesses().filter(this::isOurs)).isEmpty();
  }

  @Test
  void waits_for_a_database_and_says_in_one_line_why_the_server_cannot_start() throws Exception {
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

  private static boolean pushed(String token, String history) {
    try {
      return run(token + "\n" + history).contains("\"SUCCESS\"");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String run(String script) throws IOException, InterruptedException {
    var shell =
        new ProcessBuilder("bash", "-ec", script.replace("curl ", "curl -sS --fail-with-body "))
            .redirectErrorStream(true)
            .start();
    var output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    return output;
  }

  /** Returns every line that the server has ended, each of which must be a JSON object. */
  private List<JsonObject> logged() throws IOException {
    String log = Files.readString(folder.resolve("data").resolve("server.log"));
    return log.substring(0, log.lastIndexOf('\n'))
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> Json.createReader(new StringReader(line)).readObject())
        .toList();
  }

  private boolean isOurs(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(folder.toString());
  }

  private static void eventually(String what, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  /** A launcher in a process of its own, on this test's data folder. */
  private final class Running implements AutoCloseable {
    private final Path output;
    private final Process process;

    Running(String name, Map<String, String> environment, int port, String... more)
        throws IOException {
      output = folder.resolve(name + ".log");
      var command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-jar",
                  "target/synctrail-launcher.jar"));
      command.addAll(List.of("--port", String.valueOf(port)));
      command.addAll(List.of("--data", folder.resolve("data").toString()));
      command.addAll(List.of(more));
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
