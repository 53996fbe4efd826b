package dev.synctrail.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.SharedServer;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsIT extends OnSharedServer {

  private static ValidatableResponse posted(String path, String body) {
    return server().api().contentType("application/json").body(body).post(path).then();
  }

  private static ValidatableResponse is(ValidatableResponse answer, int status, String code) {
    return answer
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status), "code", equalTo(code));
  }

  @Test
  void a_problem_has_all_documented_members() {
    is(server().api().get("/platforms/nosuch").then(), 404, "NOT_FOUND")
        .body(
            "type", equalTo("urn:synctrail:problem:not-found"),
            "title", equalTo("Not found"),
            "detail", containsString("nosuch"),
            "instance", equalTo("/api/v1/platforms/nosuch"));
  }

  @Test
  void unknown_and_malformed_members_are_reported_together() {
    is(
            posted("/platforms", "{\"id\":\"A\",\"kind\":1,\"name\":\"\",\"unknown\":1}"),
            400,
            "MALFORMED_REQUEST")
        .body(
            "errors.pointer", containsInAnyOrder("/id", "/kind", "/name", "/baseUrl", "/unknown"));
  }

  @Test
  void invalid_json_is_rejected_with_its_position() {
    for (String body :
        new String[] {
          "",
          "{",
          "[]",
          "{\"name\":\"a\",\"name\":\"b\"}",
          "{\"name\":9007199254740993}",
          "{\"name\":" + "[".repeat(1000) + "]".repeat(1000) + "}"
        }) {
      is(posted("/tokens", body), 400, "MALFORMED_JSON").body("errors", hasSize(1));
    }
  }

  @Test
  void unknown_and_repeated_query_parameters_are_named() {
    is(server().api().get("/tokens?page=2&offset=3").then(), 400, "MALFORMED_REQUEST")
        .body("errors.parameter", containsInAnyOrder("page", "offset"));
  }

  @Test
  void malformed_path_parameters_are_named() {
    is(server().api().delete("/tokens/42").then(), 400, "MALFORMED_REQUEST")
        .body("errors.parameter", contains("id"));
    is(server().api().get("/platforms/UPPER").then(), 400, "MALFORMED_REQUEST");
  }

  @Test
  void errors_of_the_runtime_are_problems() {
    is(server().api().get("/nowhere").then(), 404, "NOT_FOUND");
    is(server().api().put("/tokens").then(), 405, "METHOD_NOT_ALLOWED");
    is(server().api().accept("text/csv").get("/tokens").then(), 406, "NOT_ACCEPTABLE");
    is(
        server().api().contentType("text/plain").body("x").post("/tokens").then(),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void malformed_headers_are_a_problem() {
    is(server().api().header("Accept", "///").get("/tokens").then(), 400, "MALFORMED_REQUEST")
        .body("errors.parameter", contains("Accept"));
    for (String tags : new String[] {"1", "\"a", "\"a\" \"b\"", ",", "W/1"}) {
      is(
              server().api().header("If-Match", tags).delete("/tokens/" + UUID.randomUUID()).then(),
              400,
              "MALFORMED_REQUEST")
          .body("errors.parameter", contains("If-Match"));
    }
  }

  @Test
  void unsupported_conditions_are_rejected() {
    is(
        server().api().header("If-Match", "\"1\"").delete("/tokens/" + UUID.randomUUID()).then(),
        412,
        "PRECONDITION_FAILED");
  }

  @Test
  void a_list_of_entity_tags_is_a_condition_of_changes() {
    String id = "p" + UUID.randomUUID().toString().replace("-", "");
    String body =
        "{\"kind\":\"optimizely\",\"name\":\"%s\",\"baseUrl\":\"https://api.cms.optimizely.com\"}";
    keyed(
            UUID.randomUUID().toString(),
            body.formatted("A").replace("{\"kind", "{\"id\":\"" + id + "\",\"kind"))
        .statusCode(201);

    conditional("If-Match", "\"7\", \"1\"", body.formatted("B"), id).statusCode(200);
    is(
        conditional("If-Match", "\"7\", W/\"2\"", body.formatted("C"), id),
        412,
        "PRECONDITION_FAILED");
    is(conditional("If-None-Match", "*", body.formatted("C"), id), 412, "PRECONDITION_FAILED");
    is(
        conditional("If-None-Match", "\"5\", W/\"2\"", body.formatted("C"), id),
        412,
        "PRECONDITION_FAILED");
    conditional("If-None-Match", "\"1\"", body.formatted("C"), id).statusCode(200);
    server()
        .api()
        .header("If-None-Match", "\"8\", \"3\"")
        .get("/platforms/" + id)
        .then()
        .statusCode(304)
        .header("ETag", "\"3\"");
    is(
        server().api().header("If-Match", "\"1\"").delete("/platforms/" + id).then(),
        412,
        "PRECONDITION_FAILED");
    server().api().header("If-Match", "*").delete("/platforms/" + id).then().statusCode(204);
  }

  private static ValidatableResponse conditional(
      String header, String value, String body, String id) {
    return server()
        .api()
        .contentType("application/json")
        .header(header, value)
        .body(body)
        .put("/platforms/" + id)
        .then();
  }

  @Test
  void an_unexpected_body_is_rejected() {
    is(server().api().body("{}").get("/tokens").then(), 400, "MALFORMED_REQUEST");
    is(
        server().api().body("{}").delete("/tokens/" + UUID.randomUUID()).then(),
        400,
        "MALFORMED_REQUEST");
    is(
        server()
            .api()
            .contentType("application/json")
            .body("{}")
            .post("/platforms/nosuch/test")
            .then(),
        400,
        "MALFORMED_REQUEST");
  }

  @Test
  void headers_over_the_limit_are_a_problem() {
    is(bearing(9_000).then(), 401, "UNAUTHENTICATED");
    is(bearing(70_000).then(), 431, "HEADERS_TOO_LARGE");
  }

  private static Response bearing(int length) {
    return RestAssured.given()
        .header("Authorization", "Bearer " + "a".repeat(length))
        .get(server().uri().resolve("/api/v1/sync/history"));
  }

  @Test
  void clients_get_problems_outside_the_api_too() {
    is(
            RestAssured.given()
                .header("Authorization", "Bearer " + SharedServer.TOKEN)
                .get(server().uri().resolve("/nowhere"))
                .then(),
            404,
            "NOT_FOUND")
        .body("instance", equalTo("/nowhere"));
    is(
        RestAssured.given().accept("image/png").get(server().uri().resolve("/openapi")).then(),
        406,
        "NOT_ACCEPTABLE");
    is(
        RestAssured.given().body("a=b").post(server().uri().resolve("/sign-in.xhtml")).then(),
        403,
        "FORBIDDEN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tokens",
        "/users",
        "/roles",
        "/access-log",
        "/access-review",
        "/platforms",
        "/queue",
        "/queue/summary",
        "/pauses",
        "/freezes",
        "/checks",
        "/drift-incidents",
        "/conflicts",
        "/retries",
        "/deployments",
        "/retrievals",
        "/types",
        "/sync/history",
        "/retention/holds",
        "/retention/purges"
      })
  void every_list_is_paged_and_counted(String list) {
    ValidatableResponse page = server().api().get(list + "?limit=1&count=true").then();
    page.statusCode(200);
    int total = page.extract().path("total");
    List<Object> data = page.extract().path("data");
    boolean more = page.extract().path("hasMore");
    assertThat(data).hasSize(Math.min(total, 1));
    assertThat(more).isEqualTo(total > 1);
    if (more) {
      String next = page.extract().path("nextCursor");
      server()
          .api()
          .queryParam("cursor", next)
          .get(list + "?limit=1")
          .then()
          .statusCode(200)
          .body("data", hasSize(1), "$", not(hasKey("total")));
    }
    is(server().api().get(list + "?limit=0").then(), 400, "MALFORMED_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/access-log?actor=%00",
        "/types/ArticlePage/versions?author=a%00b",
        "/sync/history?actor=%00",
        "/sync/history?errorText=%00"
      })
  void parameters_cannot_contain_the_null_character(String place) {
    is(server().api().urlEncodingEnabled(false).get(place).then(), 400, "MALFORMED_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "*/*"})
  void a_body_over_the_limit_is_rejected(String mediaType) {
    is(
        server()
            .api()
            .contentType(mediaType)
            .body(new byte[32 * 1024 * 1024 + 1])
            .post("/tokens")
            .then(),
        413,
        "BODY_TOO_LARGE");
  }

  @Test
  void repeating_a_request_with_its_key_returns_the_first_answer() {
    String id = "p" + UUID.randomUUID().toString().replace("-", "");
    String key = UUID.randomUUID().toString();
    String body =
        """
        {"id":"%s","kind":"optimizely","name":"%s","baseUrl":"https://api.cms.optimizely.com"}
        """;

    String first = keyed(key, body.formatted(id, "A")).statusCode(201).extract().asString();
    String second = keyed(key, body.formatted(id, "A")).statusCode(201).extract().asString();
    org.assertj.core.api.Assertions.assertThat(second).isEqualTo(first);

    is(keyed(key, body.formatted(id, "B")), 422, "KEY_REUSED");
    is(keyed("", body.formatted(id, "A")), 400, "MALFORMED_REQUEST");
  }

  @Test
  void a_rejected_request_releases_its_key() {
    String key = UUID.randomUUID().toString();
    is(keyed(key, "{}"), 400, "MALFORMED_REQUEST");

    is(keyed(key, "{\"id\":1}"), 400, "MALFORMED_REQUEST");
  }

  private static ValidatableResponse keyed(String key, String body) {
    return server()
        .api()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(body)
        .post("/platforms")
        .then();
  }
}
