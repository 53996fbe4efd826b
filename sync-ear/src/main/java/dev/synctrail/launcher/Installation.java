package dev.synctrail.launcher;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that the build puts beside the launcher.
 *
 * @param war what is deployed
 * @param micro what it is deployed on
 * @param samples content types to try it with
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
        built(folder.resolve("sync-web.war")),
        built(folder.resolve("payara-micro.jar")),
        built(folder.resolve("samples")));
  }

  private static Path built(Path file) {
    if (!Files.exists(file)) {
      throw new CannotStart(
          "Synctrail is not built, " + file + " is missing: run mvn -q -B package -DskipTests");
    }
    return file;
  }
}
