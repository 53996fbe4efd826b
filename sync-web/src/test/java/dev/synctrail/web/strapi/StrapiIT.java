package dev.synctrail.web.strapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import dev.synctrail.integration.strapi.RealStrapi;
import dev.synctrail.web.server.Postgres;
import dev.synctrail.web.server.ServerProcess;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("strapi")
class StrapiIT {
  private static final String TOKEN = "st_a-token-for-tests-that-lets-in-to-everything";
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private static RealStrapi strapi;
  private static ServerProcess server;

  @BeforeAll
  static void start() {
    strapi =
        RealStrapi.start(
            Postgres.newDatabase().url().replace("jdbc:postgresql://", "postgresql://postgres@"));
    Map<String, String> configuration = new HashMap<>(Postgres.newDatabase().configuration());
    configuration.put("sync.bootstrap.token", TOKEN);
    configuration.put("sync.bootstrap.admin-password", "a password for tests");
    configuration.put("sync.platform.shop.client-id", RealStrapi.EMAIL);
    configuration.put("sync.platform.shop.client-secret", RealStrapi.PASSWORD);
    configuration.put("sync.platform.shop.allowed-origin", strapi.uri().toString());
    server = new ServerProcess("strapi", configuration).start();
    api()
        .body(Map.of("id", "shop", "kind", "strapi", "name", "Shop", "baseUrl", strapi.uri()))
        .post("platforms")
        .then()
        .statusCode(201)
        .body("apiVersion", is("v5"), "credentials", is("configured"), "locks", is(false));
  }

  @AfterAll
  static void stop() {
    server.close();
    strapi.close();
  }

  private static RequestSpecification api() {
    return RestAssured.given()
        .baseUri(server.uri().resolve("/api/v1").toString())
        .header("Authorization", "Bearer " + TOKEN)
        .contentType(ContentType.JSON);
  }

  private static String content(String name, String displayName, String more) {
    return """
        {"contentType": {"singularName": "%1$s", "pluralName": "%1$ss", "displayName": "%2$s",
          "draftAndPublish": true, "attributes": {
            "title": {"type": "string", "required": true}%3$s}}}
        """
        .formatted(name, displayName, more);
  }

  private static void store(String key, String content) {
    api()
        .body("{\"content\": " + content + ", \"source\": \"UI\", \"author\": \"ann\"}")
        .put("types/" + key)
        .then()
        .statusCode(201);
  }

  /** Starts a run and returns its syncs when all are settled. */
  private static JsonPath settled(String kind, Map<String, Object> body) {
    Map<String, Object> request = new HashMap<>(body);
    request.put("platform", "shop");
    request.put("reason", "a test");
    return whenSettled(kind, request, kind);
  }

  private static JsonPath whenSettled(String kind, Map<String, Object> request, String path) {
    String run = api().body(request).post(path).then().statusCode(202).extract().path("id");
    String parameter = kind.equals("deployments") ? "deploymentId" : "retrievalId";
    awaitThat(
        () ->
            List.of("COMPLETED", "PARTIAL", "FAILED")
                .contains(api().get(kind + "/" + run).<String>path("status")));
    return api().queryParam(parameter, run).get("sync/history").jsonPath();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonPath deployed(String... keys) {
    return settled("deployments", Map.of("typeKeys", List.of(keys)));
  }

  private static void assertSucceeded(JsonPath syncs, String operation) {
    assertThat(syncs.getString("data[0].syncStatus")).as(syncs.prettify()).isEqualTo("SUCCESS");
    assertThat(syncs.getString("data[0].operation")).isEqualTo(operation);
  }

  private static void assertFailed(JsonPath syncs, String failureClass) {
    assertThat(syncs.getString("data[0].syncStatus")).as(syncs.prettify()).isEqualTo("FAILED");
    assertThat(syncs.getString("data[0].failureClass")).isEqualTo(failureClass);
  }

  @Test
  void the_connection_test_passes_every_step() {
    api()
        .post("platforms/shop/test")
        .then()
        .statusCode(200)
        .body("ok", is(true), "steps.name", hasItem("read"));
  }

  @Test
  void creates_updates_pulls_and_recreates_a_removed_type() {
    String body = ", \"body\": {\"type\": \"richtext\"}";
    store("blog_post", content("blog-post", "Blog post", body));
    JsonPath created = deployed("blog_post");
    assertSucceeded(created, "CREATE");
    assertThat(strapi.type("api::blog-post.blog-post")).isPresent();
    assertThat(created.getInt("data[0].httpStatus")).isEqualTo(201);
    assertThat(created.getString("data[0].adapterVersion")).contains("no lock");
    String id = created.getString("data[0].id");
    api()
        .get("sync/" + id + "/attempts")
        .then()
        .body(
            "[0].exchanges.purpose", hasItem("READ_BACK"),
            "[0].exchanges.findAll { it.purpose == 'WRITE' }.status", everyItem(is(201)),
            "[0].exchanges.findAll { it.purpose == 'TOKEN' }.requestPayload",
                everyItem(is((Object) null)));
    assertSucceeded(deployed("blog_post"), "NONE");

    store("blog_post", content("blog-post", "Blog post 2", body));
    assertSucceeded(deployed("blog_post"), "UPDATE");
    assertThat(strapi.type("api::blog-post.blog-post").orElseThrow().toString())
        .contains("Blog post 2");

    store("blog_post", content("blog-post", "Blog post 2", ""));
    assertFailed(deployed("blog_post"), "BREAKING_CHANGE");
    assertSucceeded(
        settled(
            "deployments",
            Map.of(
                "typeKeys",
                List.of("blog_post"),
                "options",
                Map.of("ignoreDataLossWarnings", true))),
        "UPDATE");

    strapi.put("api::blog-post.blog-post", content("blog-post", "By hand", ""));
    assertSucceeded(settled("retrievals", Map.of("typeKeys", List.of("blog_post"))), "UPDATE");
    assertThat(api().get("types/blog_post").then().extract().asString()).contains("By hand");
    assertSucceeded(deployed("blog_post"), "NONE");

    strapi.delete("api::blog-post.blog-post");
    assertFailed(deployed("blog_post"), "CONFLICT");
    assertSucceeded(
        settled(
            "deployments",
            Map.of("typeKeys", List.of("blog_post"), "options", Map.of("onConflict", "overwrite"))),
        "CREATE");
    assertThat(strapi.type("api::blog-post.blog-post").orElseThrow().toString())
        .contains("By hand");
  }

  @Test
  void detects_drift_and_rolls_back_a_deployment() {
    String uid = "api::put-back.put-back";
    store("put_back", content("put-back", "One", ""));
    assertSucceeded(deployed("put_back"), "CREATE");
    store("put_back", content("put-back", "Two", ", \"extra\": {\"type\": \"text\"}"));
    JsonPath changed = deployed("put_back");
    assertSucceeded(changed, "UPDATE");
    String sync = changed.getString("data[0].id");
    awaitThat(() -> "CONFIRMED".equals(api().get("sync/" + sync).path("verdict.word")));

    strapi.put(uid, content("put-back", "By hand", ", \"extra\": {\"type\": \"text\"}"));
    api().body("{}").post("platforms/shop/check").then().statusCode(202);
    awaitThat(() -> "DRIFTED".equals(api().get("sync/" + sync).path("verdict.word")));
    api()
        .get("platforms/shop/drift?state=MODIFIED")
        .then()
        .body("data.typeKey", hasItem("put_back"));

    String rollback = "deployments/" + changed.getString("data[0].deploymentId") + "/rollback";
    assertFailed(rollBack(rollback, "refuse"), "CONFLICT");
    assertSucceeded(rollBack(rollback, "overwrite"), "UPDATE");
    assertThat(strapi.type(uid).orElseThrow().toString()).contains("One").doesNotContain("extra");
  }

  private static JsonPath rollBack(String rollback, String onConflict) {
    return whenSettled(
        "deployments",
        Map.of(
            "reason",
            "it broke the shop",
            "options",
            Map.of("onConflict", onConflict, "ignoreDataLossWarnings", true)),
        rollback);
  }

  private static void awaitThat(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("It did not happen in " + TIMEOUT);
      }
      pause();
    }
  }

  @Test
  void several_types_are_pushed_one_by_one_and_strapi_survives() {
    store("first", content("first", "First", ""));
    store("second", content("second", "Second", ""));
    store(
        "third",
        content(
            "third",
            "Third",
            ", \"own\": {\"type\": \"relation\", \"relation\": \"oneToOne\","
                + " \"target\": \"__self__\"}"));
    JsonPath syncs = deployed("first", "second", "third");
    assertThat(syncs.getList("data.syncStatus", String.class))
        .as(syncs.prettify())
        .hasSize(3)
        .containsOnly("SUCCESS");
    assertThat(syncs.getList("data.retryCount", Integer.class)).containsOnly(0);
    assertThat(strapi.type("api::third.third")).isPresent();
  }

  @Test
  void content_for_another_kind_of_platform_is_rejected_before_sending() {
    api()
        .body(
            "{\"content\": {\"key\": \"Hero\", \"baseType\": \"_component\"},"
                + " \"source\": \"UI\", \"author\": \"ann\"}")
        .put("types/Hero")
        .then()
        .statusCode(201);
    assertFailed(deployed("Hero"), "INVALID_CONTENT");
  }

  @Test
  void content_for_strapi_is_checked_against_its_rules() {
    api()
        .body(
            "{\"content\": {\"contentType\": {\"singularName\": \"x y\", \"attributes\":"
                + " {\"id\": {\"type\": \"nosuch\"}}}}, \"source\": \"UI\", \"author\": \"ann\"}")
        .put("types/wrong")
        .then()
        .statusCode(422)
        .body(
            "errors.pointer", hasItem("/content/contentType/singularName"),
            "errors.pointer", hasItem("/content/contentType/pluralName"),
            "errors.pointer", hasItem("/content/contentType/attributes/id"),
            "errors.pointer", hasItem("/content/contentType/attributes/id/type"));
  }
}
