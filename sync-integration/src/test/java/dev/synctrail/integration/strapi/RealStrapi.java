package dev.synctrail.integration.strapi;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A real Strapi, installed from npm into a cache folder that later runs reuse, started on loopback
 * with a PostgreSQL database of the test.
 *
 * <p>It needs Node.js 20 or later with npm. Without them, or without a registry at the first run,
 * it fails with a message. {@code docs/platforms/strapi.md} describes its observed behaviour.
 */
public final class RealStrapi implements AutoCloseable {
  /** E-mail address of the administrator. */
  public static final String EMAIL = "admin@example.com";

  /** Password of the administrator. */
  public static final String PASSWORD = "a Passw0rd of Strapi";

  private static final String TYPES = "/content-type-builder/content-types";
  private static final List<String> PROJECT =
      List.of(
          "package.json",
          "config/admin.js",
          "config/database.js",
          "config/middlewares.js",
          "config/server.js",
          "src/index.js");
  private static final Duration INSTALL = Duration.ofMinutes(6);
  private static final Duration START = Duration.ofMinutes(2);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final Path project;
  private final int port = freePort();
  private final Process process;
  private final String token;

  private RealStrapi(String database) throws IOException {
    Path modules = install();
    project = Files.createDirectories(Path.of("target", "strapi-" + port)).toAbsolutePath();
    for (String file : PROJECT) {
      copy(file, project.resolve(file));
    }
    for (String folder : List.of("src/api", "src/extensions", "public/uploads")) {
      Files.createDirectories(project.resolve(folder));
    }
    Files.createSymbolicLink(project.resolve("node_modules"), modules);
    process = launch(database);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    try {
      await("answers", START, () -> status("/_health") == 204);
      token = register();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Installs Strapi when the cache does not have it, and starts it.
   *
   * @param database such as {@code postgresql://postgres@localhost:5432/strapi}
   */
  public static RealStrapi start(String database) {
    try {
      return new RealStrapi(database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns its base URL. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Returns the response for a type; empty when the type does not exist. */
  public Optional<JsonObject> type(String uid) {
    HttpResponse<String> answer = send("GET", TYPES + "/" + uid, null);
    return answer.statusCode() == 404 ? Optional.empty() : Optional.of(object(answer.body()));
  }

  /** Replaces a type as an edit by others does, and waits until Strapi is available again. */
  public void put(String uid, String body) {
    written(send("PUT", TYPES + "/" + uid, body), 201);
    String wanted = object(body).getJsonObject("contentType").getString("displayName");
    await("shows the change", START, () -> displayName(uid).equals(Optional.of(wanted)));
  }

  /** Removes a type as a removal by others does, and waits until Strapi is available again. */
  public void delete(String uid) {
    written(send("DELETE", TYPES + "/" + uid, null), 200);
    await("forgot the type", START, () -> isUp() && type(uid).isEmpty());
  }

  private Optional<String> displayName(String uid) {
    return isUp()
        ? type(uid)
            .map(type -> type.getJsonObject("data").getJsonObject("schema"))
            .map(schema -> schema.getString("displayName"))
        : Optional.empty();
  }

  private boolean isUp() {
    return status("/_health") == 204;
  }

  private static void written(HttpResponse<String> answer, int status) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException("Strapi answered " + answer.statusCode() + answer.body());
    }
  }

  private static Path install() throws IOException {
    Path cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache"))
            .resolve("synctrail")
            .resolve("strapi-" + fingerprint());
    Files.createDirectories(cache);
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Path done = cache.resolve("installed");
      if (!Files.exists(done)) {
        copy("package.json", cache.resolve("package.json"));
        copy("package-lock.json", cache.resolve("package-lock.json"));
        copy("npmrc", cache.resolve(".npmrc"));
        npm(cache, lock);
        Files.createFile(done);
      }
    }
    return cache.resolve("node_modules");
  }

  private static void npm(Path folder, FileLock lock) throws IOException {
    Path log = folder.resolve("npm.log");
    Process npm =
        new ProcessBuilder("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!lock.isValid() || !ended(npm, INSTALL) || npm.exitValue() != 0) {
      end(npm);
      throw new IllegalStateException("Strapi cannot be installed from npm, see " + log);
    }
  }

  /** Returns a folder name for each set of versions. */
  private static String fingerprint() throws IOException {
    try (InputStream in = resource("package-lock.json")) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static InputStream resource(String file) {
    InputStream in = RealStrapi.class.getResourceAsStream("/strapi/" + file);
    if (in == null) {
      throw new IllegalStateException("The tests' resources lack strapi/" + file);
    }
    return in;
  }

  private static void copy(String file, Path to) throws IOException {
    Path folder = to.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (InputStream in = resource(file)) {
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Process launch(String database) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "node",
                "node_modules/@strapi/strapi/bin/strapi.js",
                "develop",
                "--no-watch-admin",
                "--no-build-admin")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(project.resolve("strapi.log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "PORT", String.valueOf(port),
                "DATABASE_URL", database,
                "APP_KEYS", "one,two",
                "ADMIN_JWT_SECRET", "of a test",
                "API_TOKEN_SALT", "of a test",
                "TRANSFER_TOKEN_SALT", "of a test",
                "ENCRYPTION_KEY", "of a test, 32 characters long ..",
                "STRAPI_TELEMETRY_DISABLED", "true",
                "BROWSER", "false",
                "NODE_ENV", "development"));
    return builder.start();
  }

  private String register() {
    String body =
        Json.createObjectBuilder()
            .add("firstname", "Test")
            .add("lastname", "Test")
            .add("email", EMAIL)
            .add("password", PASSWORD)
            .build()
            .toString();
    HttpRequest request =
        HttpRequest.newBuilder(uri().resolve("/admin/register-admin"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = send(request);
    written(answer, 200);
    return object(answer.body()).getJsonObject("data").getString("token");
  }

  private HttpResponse<String> send(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri().resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json");
    return send(
        request
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private int status(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri().resolve(path)).timeout(Duration.ofSeconds(5)).build();
      return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void await(String what, Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!holds(condition)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "Strapi never " + what + ", see " + project.resolve("strapi.log"));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static JsonObject object(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static int freePort() {
    return new Random().ints(20_000, 32_000).filter(RealStrapi::isFree).findFirst().orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }

  /** Stops the process and its worker. */
  @Override
  public void close() {
    end(process);
  }

  private static void end(Process parent) {
    List<ProcessHandle> all = new ArrayList<>(parent.descendants().toList());
    all.add(parent.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    if (!ended(parent, Duration.ofSeconds(20))) {
      throw new IllegalStateException("A process does not end: " + parent.pid());
    }
  }

  private static boolean ended(Process process, Duration atMost) {
    try {
      return process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
