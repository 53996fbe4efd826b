package dev.synctrail.launcher;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that the build places next to the launcher.
 *
 * @param war the application
 * @param micro the Payara Micro that runs it
 * @param samples sample content types
 */
record Installation(Path war, Path micro, Path samples) {

  static Installation find() {
    try {
      var code = Installation.class.getProtectionDomain().getCodeSource().getLocation();
      return in(Path.of(code.toURI()).resolve("../..").normalize());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Installation in(Path folder) {
    return new Installation(
        requireBuilt(folder.resolve("sync-web.war")),
        requireBuilt(folder.resolve("payara-micro.jar")),
        requireBuilt(folder.resolve("samples")));
  }

  private static Path requireBuilt(Path file) {
    if (!Files.exists(file)) {
      throw new CannotStart(
          "Synctrail is not built, " + file + " is missing: run mvn -q -B package -DskipTests");
    }
    return file;
  }
}
