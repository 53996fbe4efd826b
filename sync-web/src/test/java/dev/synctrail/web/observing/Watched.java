package dev.synctrail.web.observing;

import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.web.server.Postgres;
import dev.synctrail.web.server.ServerProcess;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** A server with one platform that nobody else uses. */
final class Watched implements AutoCloseable {
  static final String PLATFORM = "watched";
  private static final String TOKEN = "st_a-token-for-watchers-that-lets-in-to-everything";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final StandIn platform = StandIn.start();
  private final Postgres.Database database = Postgres.newDatabase();
  private final ServerProcess server;

  Watched(String name, Map<String, String> more) {
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

  Watched start() {
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

  StandIn platform() {
    return platform;
  }

  Postgres.Database database() {
    return database;
  }

  ServerProcess server() {
    return server;
  }

  RequestSpecification open() {
    return RestAssured.given().baseUri(server.uri().toString());
  }

  RequestSpecification known() {
    return open().header("Authorization", "Bearer " + TOKEN);
  }

  RequestSpecification api() {
    return known()
        .basePath("/api/v1")
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", UUID.randomUUID().toString());
  }

  void store(String typeKey) {
    api()
        .body(
            "{\"content\":{\"key\":\"%s\",\"displayName\":\"T\",\"baseType\":\"_component\"},\"source\":\"UI\",\"author\":\"ann\"}"
                .formatted(typeKey))
        .put("types/" + typeKey)
        .then()
        .statusCode(201);
  }

  /** Asks for a push and returns its sync when it has its outcome. */
  String pushed(String typeKey, RequestSpecification request) {
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

  String scrape() {
    return known().get("/metrics?scope=application").then().statusCode(200).extract().asString();
  }

  static void await(BooleanSupplier condition) {
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
