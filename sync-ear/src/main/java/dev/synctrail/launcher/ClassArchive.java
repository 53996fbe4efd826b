package dev.synctrail.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * The archive of the server's loaded classes (JEP 350, from Java 25 JEP 514), which shortens every
 * start but the first.
 *
 * <p>The JVM writes it when the server stops in an orderly way, and ignores one that does not fit.
 * Its name contains the version of Java and of the files that it was made from, so that an update
 * makes a new one.
 */
final class ClassArchive {
  /** From this version on, an archive also contains linked classes and profiles of methods. */
  private static final int WITH_PROFILES = 25;

  private final Path file;
  private final int javaVersion;

  private ClassArchive(Path file, int javaVersion) {
    this.file = file;
    this.javaVersion = javaVersion;
  }

  /** Selects the archive for this Java and this installation, and removes those of others. */
  static ClassArchive in(Path folder, Installation installation, Runtime.Version java) {
    Path file =
        folder.resolve("classes-" + key(java, installation.war(), installation.micro()) + ".jsa");
    try (var archives = Files.newDirectoryStream(folder, "classes-*")) {
      for (Path archive : archives) {
        if (!archive.equals(file)) {
          Files.delete(archive);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ClassArchive(file, java.feature());
  }

  private static UUID key(Runtime.Version java, Path... files) {
    StringBuilder key = new StringBuilder(java.toString());
    try {
      for (Path file : files) {
        key.append(' ')
            .append(Files.size(file))
            .append(' ')
            .append(Files.getLastModifiedTime(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Tells whether an earlier server has written the archive. */
  boolean exists() {
    return Files.exists(file);
  }

  /** Returns the options of the JVM that use the archive, or that write it if there is none. */
  List<String> options() {
    boolean profiles = javaVersion >= WITH_PROFILES;
    if (exists()) {
      return List.of((profiles ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file);
    }
    return List.of((profiles ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file);
  }
}
