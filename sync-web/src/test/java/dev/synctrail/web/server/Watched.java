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
 * A platform that only one test class uses, as a rule on the server that all share.
 *
 * <p>The server takes credentials from its configuration at start, so each platform is listed in
 * {@link SharedServer#PLATFORMS}. It stays until the server ends: work that a test left behind may
 * still ask it.
 */
public final class Watched {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(50);

  private final URI server;
  private final String id;
  private final StandIn platform;

  /**
   * Takes a platform of the shared server.
   *
   * @param id one of {@link SharedServer#PLATFORMS}
   */
  public Watched(String id) {
    this(SharedServer.instance().uri(), id, SharedServer.instance().platform(id));
  }

  /** Takes a platform of a server that has the token of the shared one. */
  Watched(URI server, String id, StandIn platform) {
    this.server = server;
    this.id = id;
    this.platform = platform;
  }

  /** Tells the server of the platform. */
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

  /** Begins a request of a stranger. */
  public RequestSpecification open() {
    return RestAssured.given().baseUri(server.toString());
  }

  /** Begins a request with a token. */
  public RequestSpecification known() {
    return open().header("Authorization", "Bearer " + SharedServer.TOKEN);
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
    store(
        typeKey,
        "{\"key\":\"%s\",\"displayName\":\"T\",\"baseType\":\"_component\"}".formatted(typeKey));
  }

  /** Keeps a version of a type, which {@link #component} describes. */
  public void store(String typeKey, String name, int order) {
    store(typeKey, component(typeKey, name, order));
  }

  /** Keeps a version of a type with that JSON for content. */
  public void store(String typeKey, String content) {
    api()
        .body("{\"content\":%s,\"source\":\"UI\",\"author\":\"ann\"}".formatted(content))
        .put("types/" + typeKey)
        .then()
        .statusCode(201);
  }

  /** Returns a type with two members that can be changed one by one. */
  public static String component(String typeKey, String name, int order) {
    return "{\"key\":\"%s\",\"baseType\":\"_component\",\"displayName\":\"%s\",\"sortOrder\":%d}"
        .formatted(typeKey, name, order);
  }

  /** Asks for a push and returns its sync when it has its outcome. */
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

  /** Waits until something is so. */
  public static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("It did not happen in " + PATIENCE);
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
