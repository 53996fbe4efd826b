package dev.synctrail.launcher;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts all parts in order, waits, and stops them in reverse order. */
public final class Launcher {

  private final PrintStream out;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private boolean stopping;

  private Launcher(PrintStream out) {
    this.out = out;
  }

  /** Called by {@code Start}. */
  public static void main(String... arguments) {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    Logger.getLogger("").setLevel(Level.SEVERE);
    var launcher = new Launcher(System.out);
    Runtime.getRuntime().addShutdownHook(new Thread(launcher::stop, "stop"));
    try {
      int status = launcher.run(Options.parse(arguments));
      if (!launcher.isStopping()) {
        System.err.println("The server exited with status " + status + ".");
      }
    } catch (CannotStart e) {
      System.err.println(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.exit(1);
  }

  private int run(Options options) throws InterruptedException {
    var installation = Installation.find();
    var data = register(DataFolder.open(options.data()));
    Orphan.server(data.resolve("server.pid"))
        .ifPresent(
            orphan -> {
              out.println("Server      stopping process " + orphan.pid() + " of an earlier start");
              orphan.end();
            });
    Server.requireFree(options.port());

    var space = DiskSpace.of(data, out);
    awaitSpace(space, options.port());
    watch(space);

    var started = System.nanoTime();
    var database = register(database(data, space));
    printReady("PostgreSQL", "ready, data in " + options.data(), started);
    var sandbox = register(Sandbox.start(data));
    var first = FirstStart.of(data);

    Map<String, String> configuration = new HashMap<>();
    configuration.putAll(database.configuration());
    configuration.putAll(sandbox.configuration());
    configuration.putAll(LedgerKeyFile.configuration(data));
    if (System.getenv("SYNC_LEDGER_KEPT_CHECKPOINT") == null) {
      configuration.put(
          "sync.ledger.kept-checkpoint",
          data.resolve("ledger-checkpoint").toAbsolutePath().toString());
    }
    first.ifPresent(created -> configuration.putAll(created.configuration()));

    out.println("Server      starting, log in " + data.resolve("server.log"));
    var server = register(Server.start(installation, data, options, configuration, out));
    server.awaitReady();
    printReady("Server", "ready", started);
    if (first.isPresent()) {
      Registration.of(sandbox, server.uri(), first.get().token());
    }
    new Guide(
            server.uri(),
            sandbox.baseUrl(),
            installation.samples().resolve("ArticlePage.json"),
            first)
        .print(out);
    FirstStart.shown(data);
    return server.awaitExit();
  }

  @SuppressWarnings("try") // it responds as long as it is open
  private static void awaitSpace(DiskSpace space, int port) throws InterruptedException {
    if (!space.has(DiskSpace.TO_START)) {
      try (var unavailable = StartingResponder.on(port)) {
        space.await(DiskSpace.TO_START);
      }
    }
  }

  private static void watch(DiskSpace space) {
    var watcher =
        new Thread(
            () -> {
              try {
                space.watch();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "disk-watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  private Database database(DataFolder data, DiskSpace space) throws InterruptedException {
    var url = System.getenv("SYNC_DB_URL");
    return url == null
        ? Database.embedded(data, space, out)
        : Database.external(
            url,
            System.getenv().getOrDefault("SYNC_DB_USER", ""),
            System.getenv().getOrDefault("SYNC_DB_PASSWORD", ""),
            out);
  }

  /**
   * Registers a part for closing. If the launcher is already stopping, the part is closed at once.
   */
  private <T extends AutoCloseable> T register(T part) throws InterruptedException {
    synchronized (running) {
      running.push(part);
      if (stopping) {
        stop();
        throw new InterruptedException("stopping");
      }
    }
    return part;
  }

  private boolean isStopping() {
    synchronized (running) {
      return stopping;
    }
  }

  private void stop() {
    synchronized (running) {
      stopping = true;
      while (!running.isEmpty()) {
        try {
          running.pop().close();
        } catch (Exception e) {
          System.err.println("Error while stopping: " + e.getMessage());
        }
      }
    }
  }

  private void printReady(String part, String text, long started) {
    out.printf("%-11s %s (%.1f s)%n", part, text, (System.nanoTime() - started) / 1e9);
  }
}
