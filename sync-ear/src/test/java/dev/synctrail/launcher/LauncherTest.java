package dev.synctrail.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

  @TempDir Path folder;

  @Test
  void parses_defaults_and_every_option() {
    assertThat(Options.parse())
        .isEqualTo(new Options(Path.of(".data").toAbsolutePath(), 8080, "512m", LogForm.TEXT));
    assertThat(
            Options.parse("--port", "9000", "--data", "/var/d", "--memory", "1g", "--log", "json"))
        .isEqualTo(new Options(Path.of("/var/d"), 9000, "1g", LogForm.JSON));
  }

  @Test
  void rejects_invalid_options_with_one_line() {
    for (var arguments :
        List.of(
            List.of("--prot", "1"),
            List.of("--port"),
            List.of("--port", "0"),
            List.of("--port", "65536"),
            List.of("--port", "http"),
            List.of("--memory", "much"),
            List.of("--log", "xml"))) {
      assertThatThrownBy(() -> Options.parse(arguments.toArray(String[]::new)))
          .isInstanceOf(CannotStart.class)
          .hasMessageMatching(".*\\.");
    }
  }

  @Test
  void reports_a_port_in_use_and_what_to_do() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Server.requireFree(other.getLocalPort()))
          .isInstanceOf(CannotStart.class)
          .hasMessage(
              "Port %d is in use by another program: stop it, or choose another port with"
                  + " --port.",
              other.getLocalPort());
    }
  }

  @Test
  void reports_a_data_folder_that_is_not_writable() throws IOException {
    var file = Files.createFile(folder.resolve("a-file"));

    assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("is not writable: choose another with --data");
  }

  @Test
  void only_one_launcher_can_use_a_data_folder() throws IOException {
    try (var held = DataFolder.open(folder)) {
      assertThatThrownBy(() -> DataFolder.open(folder)).isInstanceOf(CannotStart.class);
      assertThat(held.resolve("x").getParent()).isEqualTo(folder);
    }
    DataFolder.open(folder).close();
  }

  @Test
  void only_the_owner_can_access_its_folders() throws IOException {
    var onlyOwner = PosixFilePermissions.fromString("rwx------");
    try (var data = DataFolder.open(folder.resolve("made"))) {
      assertThat(Files.getPosixFilePermissions(data.resolve(""))).isEqualTo(onlyOwner);
      var runtime = Files.createDirectory(data.resolve("runtime"));
      Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxrwxrwx"));

      assertThat(data.privateFolder("runtime")).isEqualTo(runtime);
      assertThat(Files.getPosixFilePermissions(runtime)).isEqualTo(onlyOwner);
    }
    var others = PosixFilePermissions.fromString("rwxr-xr-x");
    Files.setPosixFilePermissions(folder, others);
    DataFolder.open(folder).close();
    assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(others);
  }

  @Test
  void files_of_a_killed_server_are_deleted_at_the_next_start() throws IOException {
    try (var data = DataFolder.open(folder)) {
      var left = Files.createDirectories(data.resolve("runtime/server/rt1/lib"));
      Files.writeString(left.resolve("a.jar"), "x");
      Files.writeString(data.resolve("runtime/kept"), "x");

      assertThat(data.emptyFolder("runtime/server")).isEmptyDirectory();
      assertThat(data.resolve("runtime/kept")).exists();
    }
  }

  @Test
  void reports_a_full_disk_and_free_space_once_each() throws Exception {
    var freeBytes = new ArrayDeque<>(List.of(1L << 20, 1L << 20, 1L << 20, 65L << 20));
    var output = new ByteArrayOutputStream();
    var space = new DiskSpace("/data", freeBytes::remove, new PrintStream(output, true, UTF_8));

    space.await(DiskSpace.TO_RUN);

    assertThat(output.toString(UTF_8).lines())
        .containsExactly(
            "Disk        full: 1 MB free in /data, 64 MB required; the server responds with"
                + " 503 until there is enough space",
            "Disk        enough space again");
    assertThat(freeBytes).isEmpty();
  }

  @Test
  void responds_with_503_while_the_server_cannot_be_started() throws Exception {
    int port = Server.freePort();
    var unavailable = StartingResponder.on(port);
    try {
      var answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/types"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("5");
      assertThat(answer.body()).startsWith("{\"type\":").endsWith("\"code\":\"STARTING\"}");
    } finally {
      unavailable.close();
    }
    Server.requireFree(port);
  }

  @Test
  void reports_that_synctrail_is_not_built() {
    assertThatThrownBy(() -> Installation.in(folder))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("mvn -q -B package -DskipTests");
  }

  @Test
  void repeats_its_secrets_until_they_were_shown() throws IOException {
    try (var data = DataFolder.open(folder)) {
      var interrupted = FirstStart.of(data).orElseThrow();
      var repeated = FirstStart.of(data).orElseThrow();
      assertThat(repeated).isEqualTo(interrupted);
      assertThat(repeated.token()).hasSizeGreaterThan(40).isNotEqualTo(repeated.password());
      assertThat(Files.getPosixFilePermissions(folder.resolve("first-start.properties")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));

      FirstStart.shown(data);

      assertThat(FirstStart.of(data)).isEmpty();
      try (var files = Files.walk(folder)) {
        assertThat(files.filter(Files::isRegularFile))
            .allSatisfy(file -> assertThat(file).content().doesNotContain(interrupted.token()));
      }
    }
  }

  @Test
  void ends_a_server_of_an_earlier_start_but_no_other_process_with_its_id() throws Exception {
    var left = new ProcessBuilder("sleep", "600").start();
    try {
      var note = folder.resolve("server.pid");
      Orphan.remember(note, left.toHandle());
      Orphan.server(note).orElseThrow().end();
      assertThat(left.isAlive()).isFalse();

      Files.writeString(note, ProcessHandle.current().pid() + " 1970-01-01T00:00:00Z");
      assertThat(Orphan.server(note)).isEmpty();
      assertThat(Orphan.server(folder.resolve("none"))).isEmpty();
    } finally {
      left.destroyForcibly();
    }
  }

  @Test
  void extracts_the_text_of_a_json_log() {
    String log =
        "{\"Level\":\"SEVERE\",\"LogMessage\":\"Synctrail cannot start: no \\\"database\\\"\","
            + "\"Throwable\":{\"Exception\":\"X\",\"StackTrace\":\"at y\"}}\nnot json";

    assertThat(LogForm.JSON.plain(log))
        .isEqualTo("SEVERE\nSynctrail cannot start: no \"database\"\nX\nat y\nnot json");
    assertThat(LogForm.TEXT.plain(log)).isEqualTo(log);
  }
}
