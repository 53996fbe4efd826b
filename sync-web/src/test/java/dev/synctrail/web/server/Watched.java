package dev.synctrail.web.server;

import dev.synctrail.integration.optimizely.standin.StandIn;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** A server with one platform that nobody else uses. */
public final class Watched implements AutoCloseable {
  /** The platform's id. */
  public static final String PLATFORM = "watched";

  private static final String TOKEN = "st_a-token-for-watchers-that-lets-in-to-everything";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final StandIn platform = StandIn.start();
  private final Postgres.Database database = Postgres.newDatabase();
  private final ServerProcess server;

  /**
   * Prepares it; {@link #start()} starts it.
   *
   * @param more configuration beside what it needs
   */
  public Watched(String name, Map<String, String> more) {
    Map<String, String> configuration = new HashMap<>(database.configuration());
    configuration.put("sync.bootstrap.token", TOKEN);
    configuration.put("sync.metrics.keep", "PT0.1S");
    String prefix = "sync.platform." + PLATFORM;
    configuration.put(prefix + ".client-id", StandIn.CLIENT_ID);
    configuration.put(prefix + ".client-secret", StandIn.CLIENT_SECRET);
    configuration.put(prefix + ".allowed-origin", platform.baseUrl().toString());
    configuration.putAll(more);
    server = new ServerProcess(name, configuration);
  }

  /** Starts the server and tells it of the platform. */
  public Watched start() {
    server.start();
    api()
        .body(
            "{\"id\":\"%s\",\"kind\":\"optimizely\",\"name\":\"W\",\"baseUrl\":\"%s\",\"apiVersion\":\"v1\"}"
                .formatted(PLATFORM, platform.baseUrl()))
        .post("platforms")
        .then()
        .statusCode(201);
    return this;
  }

  /** Returns the platform. */
  public StandIn platform() {
    return platform;
  }

  /** Returns the database. */
  public Postgres.Database database() {
    return database;
  }

  /** Returns the process. */
  public ServerProcess server() {
    return server;
  }

  /** Begins a request of a stranger. */
  public RequestSpecification open() {
    return RestAssured.given().baseUri(server.uri().toString());
  }

  /** Begins a request with a token. */
  public RequestSpecification known() {
    return open().header("Authorization", "Bearer " + TOKEN);
  }

  /** Begins a request to the API that starts something new. */
  public RequestSpecification api() {
    return known()
        .basePath("/api/v1")
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", UUID.randomUUID().toString());
  }

  /** Keeps a version of a type. */
  public void store(String typeKey) {
    api()
        .body(
            "{\"content\":{\"key\":\"%s\",\"displayName\":\"T\",\"baseType\":\"_component\"},\"source\":\"UI\",\"author\":\"ann\"}"
                .formatted(typeKey))
        .put("types/" + typeKey)
        .then()
        .statusCode(201);
  }

  /** Asks for a push and returns its sync when it has its outcome. */
  public String pushed(String typeKey, RequestSpecification request) {
    String run =
        request
            .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(PLATFORM, typeKey))
            .post("deployments")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    await(
        () ->
            api().get("sync/history?deploymentId=" + run).jsonPath().getBoolean("data[0].settled"));
    return api().get("sync/history?deploymentId=" + run).path("data[0].id");
  }

  /** Returns the metrics. */
  public String scrape() {
    return known().get("/metrics?scope=application").then().statusCode(200).extract().asString();
  }

  /** Waits until something is so. */
  public static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("It did not happen in " + PATIENCE);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    server.close();
    platform.close();
  }
}
