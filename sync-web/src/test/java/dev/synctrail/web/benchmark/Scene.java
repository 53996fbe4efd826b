package dev.synctrail.web.benchmark;

import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.web.benchmark.bare.BareApplication;
import dev.synctrail.web.benchmark.bare.BareResource;
import dev.synctrail.web.server.Postgres;
import dev.synctrail.web.server.ServerProcess;
import jakarta.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.postgresql.Driver;

/**
 * The product and a bare resource in one server with 256 MB, and a platform that answers
 * immediately.
 */
final class Scene implements AutoCloseable {
  static final Path TARGET = Path.of("target").toAbsolutePath();
  static final String PLATFORM = "standin";
  static final String PASSWORD = "a password for benchmarks";

  private static final String TOKEN = "st_a-token-for-benchmarks-that-lets-in-to-everything";
  private static final Path WAR = TARGET.resolve("sync-web.war");

  final Postgres.Database database = Postgres.newDatabase();
  final StandIn standIn = StandIn.start();

  private final Map<String, String> configuration = new HashMap<>(database.configuration());

  Scene() {
    configuration.put("malloc.arena.max", "2"); // the variable MALLOC_ARENA_MAX
    configuration.put("sync.bootstrap.token", TOKEN);
    configuration.put("sync.rate.requests", "1000000");
    configuration.put("sync.bootstrap.admin-password", PASSWORD);
    configuration.put("sync.bootstrap.admin-must-change", "false");
    String prefix = "sync.platform." + PLATFORM;
    configuration.put(prefix + ".client-id", StandIn.CLIENT_ID);
    configuration.put(prefix + ".client-secret", StandIn.CLIENT_SECRET);
    configuration.put(prefix + ".allowed-origin", standIn.baseUrl().toString());
  }

  /** Creates a server with this many lanes per platform and the bare resource. */
  ServerProcess server(int lanes) {
    Map<String, String> settings = new HashMap<>(configuration);
    settings.put("sync.lanes.per-platform", String.valueOf(lanes));
    return new ServerProcess("benchmark", settings, jvm(), List.of(WAR, bare()));
  }

  /** Creates a server with the product only and one more option of the JVM. */
  ServerProcess product(String option) {
    List<String> options = Stream.concat(jvm().stream(), Stream.of(option)).toList();
    return new ServerProcess("benchmark-start", configuration, options, List.of(WAR));
  }

  /** Creates a server with an empty application. */
  static ServerProcess empty() {
    WebArchive war = ShrinkWrap.create(WebArchive.class, "empty.war");
    war.addAsWebResource(new StringAsset("empty"), "index.html");
    return new ServerProcess(
        "benchmark-empty", Map.of(), List.of("-Xmx256m", "-XX:+UseSerialGC"), List.of(export(war)));
  }

  /** The options with which the launcher starts the server, see docs/operations.md. */
  private static List<String> jvm() {
    return List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TrimNativeHeapInterval=10000");
  }

  private static Path bare() {
    return export(
        ShrinkWrap.create(WebArchive.class, "bare.war")
            .addClasses(BareApplication.class, BareResource.class)
            .addAsLibrary(jar(Driver.class)));
  }

  private static File jar(Class<?> of) {
    return new File(of.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private static Path export(WebArchive war) {
    Path file = TARGET.resolve(war.getName());
    war.as(ZipExporter.class).exportTo(file.toFile(), true);
    return file;
  }

  Client api(ServerProcess server) {
    return new Client(server.uri().resolve("/api/v1/"), TOKEN);
  }

  static Client bare(ServerProcess server) {
    return new Client(server.uri().resolve("/bare/rest/"), null);
  }

  /** Registers the platform at the product. */
  void register(Client api) {
    api.send(
        "POST",
        "platforms",
        Json.createObjectBuilder()
            .add("id", PLATFORM)
            .add("kind", "optimizely")
            .add("name", "Stand-in")
            .add("baseUrl", standIn.baseUrl().toString())
            .add("apiVersion", "v1")
            .build()
            .toString());
  }

  /** Returns the resident memory of a server. */
  static Memory memory(ServerProcess server) {
    try {
      var status = Files.readAllLines(Path.of("/proc/" + server.pid() + "/status"));
      return new Memory(kilobytes(status, "VmHWM:"), kilobytes(status, "VmRSS:"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double kilobytes(List<String> status, String name) {
    return status.stream()
            .filter(line -> line.startsWith(name))
            .map(line -> line.replaceAll("\\D", ""))
            .mapToDouble(Double::parseDouble)
            .findFirst()
            .orElse(0)
        * 1024;
  }

  /** Resident memory in bytes. */
  record Memory(double highest, double now) {}

  /** Returns how long a server takes until it is ready, in ms. */
  static double start(ServerProcess server) {
    long start = System.nanoTime();
    server.start();
    return (System.nanoTime() - start) / 1e6;
  }

  @Override
  public void close() {
    standIn.close();
  }
}
