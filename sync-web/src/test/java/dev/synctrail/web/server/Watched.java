package dev.synctrail.web.server;

import dev.synctrail.integration.optimizely.standin.StandIn;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * A platform that is used by one test class only, normally on the shared server.
 *
 * <p>The server reads credentials from its configuration at start, so each platform is listed in
 * {@link SharedServer#PLATFORMS}. The platform runs until the server ends, because work left by a
 * test may still call it.
 */
public final class Watched {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(50);

  private final URI server;
  private final String id;
  private final StandIn platform;

  /**
   * Selects a platform of the shared server.
   *
   * @param id one of {@link SharedServer#PLATFORMS}
   */
  public Watched(String id) {
    this(SharedServer.instance().uri(), id, SharedServer.instance().platform(id));
  }

  /** Creates a platform of a server with the token of the shared server. */
  Watched(URI server, String id, StandIn platform) {
    this.server = server;
    this.id = id;
    this.platform = platform;
  }

  /** Registers the platform at the server. */
  public Watched start() {
    api()
        .body(
            "{\"id\":\"%1$s\",\"kind\":\"optimizely\",\"name\":\"%1$s\",\"baseUrl\":\"%2$s\",\"apiVersion\":\"v1\"}"
                .formatted(id, platform.baseUrl()))
        .post("platforms")
        .then()
        .statusCode(201);
    return this;
  }

  /** Returns the platform. */
  public StandIn platform() {
    return platform;
  }

  /** Begins a request without authentication. */
  public RequestSpecification open() {
    return RestAssured.given().baseUri(server.toString());
  }

  /** Begins a request with a token. */
  public RequestSpecification known() {
    return open().header("Authorization", "Bearer " + SharedServer.TOKEN);
  }

  /** Begins a request to the API with a new idempotency key. */
  public RequestSpecification api() {
    return known()
        .basePath("/api/v1")
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", UUID.randomUUID().toString());
  }

  /** Stores a version of a type. */
  public void store(String typeKey) {
    store(
        typeKey,
        "{\"key\":\"%s\",\"displayName\":\"T\",\"baseType\":\"_component\"}".formatted(typeKey));
  }

  /** Stores a version of a type described by {@link #component}. */
  public void store(String typeKey, String name, int order) {
    store(typeKey, component(typeKey, name, order));
  }

  /** Stores a version of a type with this JSON as content. */
  public void store(String typeKey, String content) {
    api()
        .body("{\"content\":%s,\"source\":\"UI\",\"author\":\"ann\"}".formatted(content))
        .put("types/" + typeKey)
        .then()
        .statusCode(201);
  }

  /** Returns a type with two members that can be changed independently. */
  public static String component(String typeKey, String name, int order) {
    return "{\"key\":\"%s\",\"baseType\":\"_component\",\"displayName\":\"%s\",\"sortOrder\":%d}"
        .formatted(typeKey, name, order);
  }

  /** Starts a push and returns its sync when it has an outcome. */
  public String pushed(String typeKey, RequestSpecification request) {
    String run =
        request
            .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(id, typeKey))
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

  /** Waits until the condition is true. */
  public static void await(BooleanSupplier condition) {
    await(condition, TIMEOUT);
  }

  /** Waits as long as something large may take. */
  static void await(BooleanSupplier condition, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("It did not happen in " + atMost);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
