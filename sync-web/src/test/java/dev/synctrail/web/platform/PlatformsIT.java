package dev.synctrail.web.platform;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlatformsIT extends OnSharedServer {
  private final String id = "p" + UUID.randomUUID().toString().replace("-", "");

  private String body(String name, String baseUrl) {
    return """
        {"id":"%s","kind":"optimizely","name":"%s","baseUrl":"%s"}
        """
        .formatted(id, name, baseUrl);
  }

  private String validBody(String name) {
    return body(name, "https://api.cms.optimizely.com");
  }

  private static ValidatableResponse added(String body) {
    return server().api().contentType("application/json").body(body).post("/platforms").then();
  }

  private ValidatableResponse changed(String body) {
    return server().api().contentType("application/json").body(body).put("/platforms/" + id).then();
  }

  @Test
  void every_change_is_a_revision() {
    added(validBody("First"))
        .statusCode(201)
        .header("ETag", "\"1\"")
        .body(
            "apiVersion", equalTo("v1"),
            "credentials", equalTo("missing"),
            "locks", equalTo(true),
            "revision", equalTo(1),
            "changedBy", equalTo("bootstrap"));

    changed(validBody("Second")).statusCode(200).body("revision", equalTo(2));
    changed(validBody("Second")).statusCode(200).body("revision", equalTo(2));

    server()
        .api()
        .get("/platforms/" + id + "/revisions")
        .then()
        .body("data.name", contains("Second", "First"));
    server().api().get("/platforms").then().body("data.id", hasItem(id));
  }

  @Test
  void an_id_may_contain_single_hyphens() {
    added(validBody("First").replace(id, id + "-eu-1"))
        .statusCode(201)
        .body("id", equalTo(id + "-eu-1"));
    server().api().get("/platforms/" + id + "-eu-1").then().statusCode(200);
    for (String illegal : List.of("-a", "a-", "a--b", "a_b", "a.b", "A", "a".repeat(65))) {
      added(validBody("First").replace(id, illegal))
          .statusCode(400)
          .body("errors.pointer", contains("/id"));
    }
  }

  @Test
  void a_change_of_an_outdated_revision_is_rejected() {
    added(validBody("First"));
    changed(validBody("Second"));

    server()
        .api()
        .contentType("application/json")
        .header("If-Match", "\"1\"")
        .body(validBody("Third"))
        .put("/platforms/" + id)
        .then()
        .statusCode(412)
        .body("code", equalTo("PRECONDITION_FAILED"));
  }

  @Test
  void all_errors_are_reported_at_once() {
    String invalid =
        """
        {"id":"%s","kind":"optimizely","name":"x","baseUrl":"https://elsewhere.example",\
        "apiVersion":"v9","settings":{"nosuch":"1"}}
        """
            .formatted(id);

    added(invalid)
        .statusCode(422)
        .body(
            "code",
            equalTo("INVALID_PLATFORM"),
            "errors.pointer",
            containsInAnyOrder("/apiVersion", "/baseUrl", "/settings/nosuch"));
    server().api().get("/platforms/" + id).then().statusCode(404);
  }

  @Test
  void a_kind_without_an_adapter_is_rejected() {
    added(validBody("x").replace("\"optimizely\"", "\"nosuch\""))
        .statusCode(422)
        .body("errors.pointer", contains("/kind"));
  }

  @Test
  void a_removed_platform_keeps_its_revisions() {
    added(validBody("First"));
    added(validBody("First")).statusCode(409).body("code", equalTo("ID_TAKEN"));

    server().api().delete("/platforms/" + id).then().statusCode(204);

    server().api().get("/platforms/" + id).then().statusCode(404);
    server().api().delete("/platforms/" + id).then().statusCode(404);
    server().api().get("/platforms").then().body("data.id", not(hasItem(id)));
    server().api().get("/platforms/" + id + "/revisions").then().body("data.size()", equalTo(1));
    added(validBody("Again")).statusCode(201).body("revision", equalTo(2));
  }

  @Test
  void the_connection_test_names_what_is_missing() {
    added(validBody("First"));

    server()
        .api()
        .post("/platforms/" + id + "/test")
        .then()
        .statusCode(200)
        .body("ok", equalTo(false), "steps.failureClass", hasItem("NO_CREDENTIALS"));
    server().api().post("/platforms/nosuch/test").then().statusCode(404);
  }

  @Test
  void a_base_url_with_a_password_is_rejected() {
    added(body("x", "https://ann:secret@api.cms.optimizely.com"))
        .statusCode(400)
        .body("errors.pointer", contains("/baseUrl"));
  }
}
