package dev.synctrail.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangelogTest {

  private static final List<String> FILES =
      List.of("changelog.xml", "changelog/010-one.sql", "changelog/020-two.sql");

  @TempDir Path folder;

  @BeforeEach
  void changelog() throws Exception {
    Files.createDirectories(folder.resolve("db/changelog"));
    for (String file : FILES) {
      Files.writeString(folder.resolve("db").resolve(file), file);
    }
  }

  @Test
  void a_jar_and_a_folder_with_the_same_files_have_the_same_hash() throws Exception {
    Path jar = folder.resolve("a jar.jar");
    try (var files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      Files.createDirectories(files.getPath("db/changelog"));
      for (String file : FILES.subList(1, 3)) {
        Files.copy(folder.resolve("db").resolve(file), files.getPath("db", file));
      }
      Files.copy(folder.resolve("db/changelog.xml"), files.getPath("db/changelog.xml"));
    }

    assertThat(hash(jar)).isEqualTo(hash(folder)).hasSize(64);
  }

  @Test
  void every_change_of_a_file_changes_the_hash() throws Exception {
    String before = hash(folder);

    Files.writeString(folder.resolve("db/changelog/020-two.sql"), "changelog/020-Two.sql");

    assertThat(hash(folder)).isNotEqualTo(before);
  }

  @Test
  void a_new_file_and_another_name_change_the_hash() throws Exception {
    String before = hash(folder);

    Path file = Files.createFile(folder.resolve("db/changelog/030-three.sql"));
    String more = hash(folder);
    Files.move(file, file.resolveSibling("031-three.sql"));

    assertThat(List.of(before, more, hash(folder))).doesNotHaveDuplicates();
  }

  private static String hash(Path location) throws Exception {
    try (var loader = new URLClassLoader(new URL[] {location.toUri().toURL()}, null)) {
      return Changelog.hash(loader);
    }
  }
}
