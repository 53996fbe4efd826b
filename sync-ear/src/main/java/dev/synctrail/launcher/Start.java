package dev.synctrail.launcher;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Checks that Java is recent enough and that Synctrail is built, and prints what is missing instead
 * of failing with a class loader's error. It is therefore compiled for Java 8 and loads the
 * launcher's libraries only after the checks.
 */
public final class Start {

  private static final int MIN_VERSION = 17;

  private Start() {}

  /** Checks the requirements and starts the launcher. */
  public static void main(String[] arguments) throws Exception {
    String version = System.getProperty("java.specification.version");
    if (version.startsWith("1.") || Integer.parseInt(version) < MIN_VERSION) {
      fail(
          "Synctrail needs Java "
              + MIN_VERSION
              + " or later; this is Java "
              + version
              + " in "
              + System.getProperty("java.home")
              + ".");
    }
    File here = new File(Start.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    File[] libraries = new File(here.getParentFile(), "launcher/lib").listFiles();
    if (libraries == null) {
      fail("Synctrail is not built: run mvn -q -B package -DskipTests");
      return;
    }
    URL[] urls = new URL[libraries.length];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = libraries[i].toURI().toURL();
    }
    // never closed, because it is used until the process ends
    @SuppressWarnings("resource")
    ClassLoader loader = new URLClassLoader(urls, Start.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    loader
        .loadClass("dev.synctrail.launcher.Launcher")
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(2);
  }
}
