package dev.synctrail.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The archive of the server's loaded classes (JEP 350, from Java 25 JEP 514), which shortens every
 * start but the first.
 *
 * <p>The JVM writes it when the server stops in an orderly way, and ignores one that does not fit.
 * Its name contains the version of Java and of the files that it was made from, so that an update
 * makes a new one. A JVM with an agent, such as a debugger, refuses to start if it is told to write
 * one, so there is none then.
 */
final class ClassArchive {
  /** From this version on, an archive also contains linked classes and profiles of methods. */
  private static final int WITH_PROFILES = 25;

  private final Path file;
  private final int javaVersion;
  private final boolean hasAgent;

  private ClassArchive(Path file, int javaVersion, boolean hasAgent) {
    this.file = file;
    this.javaVersion = javaVersion;
    this.hasAgent = hasAgent;
  }

  /**
   * Selects the archive for this Java and this installation, and removes those of others.
   *
   * @param environment of the server, in which Java finds further options
   */
  static ClassArchive in(
      Path folder,
      Installation installation,
      Runtime.Version java,
      Map<String, String> environment) {
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
    boolean hasAgent =
        Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
            .map(variable -> environment.getOrDefault(variable, ""))
            .anyMatch(options -> options.contains("-agent") || options.contains("-javaagent"));
    return new ClassArchive(file, java.feature(), hasAgent);
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

  /** Tells whether the server uses the archive of an earlier one. */
  boolean isUsed() {
    return !hasAgent && Files.exists(file);
  }

  /** Tells whether the server writes the archive when it stops. */
  boolean isWritten() {
    return !hasAgent && !Files.exists(file);
  }

  /** Returns the options of the JVM that use the archive, or that write it if there is none. */
  List<String> options() {
    boolean profiles = javaVersion >= WITH_PROFILES;
    if (isUsed()) {
      return List.of((profiles ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file);
    }
    return isWritten()
        ? List.of((profiles ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file)
        : List.of();
  }
}
