package dev.synctrail.launcher;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Says that Java is too old, or that nothing is built, instead of throwing a class loader's error;
 * for that it is itself compiled for Java 8 and finds the launcher's libraries only then.
 */
public final class Start {

  private static final int FLOOR = 17;

  private Start() {}

  /** Checks what must be there and hands over to the launcher. */
  public static void main(String[] arguments) throws Exception {
    String version = System.getProperty("java.specification.version");
    if (version.startsWith("1.") || Integer.parseInt(version) < FLOOR) {
      fail(
          "Synctrail needs Java "
              + FLOOR
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
    // Never closed: it serves as long as the process lives.
    @SuppressWarnings("resource")
    ClassLoader loader = new URLClassLoader(urls, Start.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    loader
        .loadClass("dev.synctrail.launcher.Launcher")
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
  }

  private static void fail(String line) {
    System.err.println(line);
    System.exit(2);
  }
}
