package dev.synctrail.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassArchiveTest {
  private static final Runtime.Version JAVA = Runtime.Version.parse("17.0.15+6");

  @TempDir Path folder;
  @TempDir Path built;
  private Installation installation;

  @BeforeEach
  void build() throws IOException {
    Files.writeString(built.resolve("sync-web.war"), "application");
    Files.writeString(built.resolve("payara-micro.jar"), "server");
    Files.createDirectory(built.resolve("samples"));
    installation = Installation.in(built);
  }

  private ClassArchive archive(Runtime.Version java) {
    return ClassArchive.in(folder, installation, java, Map.of());
  }

  private static Path file(ClassArchive archive) {
    return Path.of(archive.options().get(0).replaceFirst("[^=]*=", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "17.0.15+6, -XX:ArchiveClassesAtExit=, -XX:SharedArchiveFile=",
    "21.0.1, -XX:ArchiveClassesAtExit=, -XX:SharedArchiveFile=",
    "25, -XX:AOTCacheOutput=, -XX:AOTCache="
  })
  void is_written_once_and_then_used(String version, String write, String use) throws IOException {
    Runtime.Version java = Runtime.Version.parse(version);
    ClassArchive first = archive(java);
    assertThat(first.isUsed()).isFalse();
    assertThat(first.isWritten()).isTrue();
    assertThat(first.options()).isEqualTo(List.of(write + file(first)));

    Files.writeString(file(first), "classes");

    assertThat(archive(java).isUsed()).isTrue();
    assertThat(archive(java).isWritten()).isFalse();
    assertThat(archive(java).options()).isEqualTo(List.of(use + file(first)));
  }

  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, '-Xlog:gc -agentlib:jdwp=transport=dt_socket'",
    "JDK_JAVA_OPTIONS, -javaagent:/opt/agent.jar"
  })
  void a_server_with_an_agent_has_none(String variable, String options) throws IOException {
    Files.writeString(file(archive(JAVA)), "classes");

    ClassArchive debugged = ClassArchive.in(folder, installation, JAVA, Map.of(variable, options));

    assertThat(debugged.isUsed()).isFalse();
    assertThat(debugged.isWritten()).isFalse();
    assertThat(debugged.options()).isEmpty();
  }

  @Test
  void an_update_of_java_or_of_the_application_makes_a_new_one() throws IOException {
    Path old = Files.writeString(file(archive(JAVA)), "classes");

    assertThat(archive(Runtime.Version.parse("17.0.16+8")).isUsed()).isFalse();
    assertThat(old).doesNotExist();

    old = Files.writeString(file(archive(JAVA)), "classes");
    Files.writeString(built.resolve("sync-web.war"), "a newer application");
    assertThat(archive(JAVA).isUsed()).isFalse();
    assertThat(old).doesNotExist();
  }
}
