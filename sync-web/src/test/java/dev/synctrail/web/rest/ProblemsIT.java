package dev.synctrail.web.rest;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.response.ValidatableResponse;
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
  void a_problem_has_every_member_of_the_contract() {
    is(server().api().get("/platforms/nosuch").then(), 404, "NOT_FOUND")
        .body(
            "type", equalTo("urn:synctrail:problem:not-found"),
            "title", equalTo("Not found"),
            "detail", containsString("nosuch"),
            "instance", equalTo("/api/v1/platforms/nosuch"));
  }

  @Test
  void unknown_and_malformed_members_are_told_at_once() {
    is(
            posted("/platforms", "{\"id\":\"A\",\"kind\":1,\"name\":\"\",\"unknown\":1}"),
            400,
            "MALFORMED_REQUEST")
        .body(
            "errors.pointer", containsInAnyOrder("/id", "/kind", "/name", "/baseUrl", "/unknown"));
  }

  @Test
  void bytes_that_are_no_strict_json_are_refused_with_the_place() {
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
  void unknown_and_repeated_query_parameters_are_refused_by_name() {
    is(server().api().get("/tokens?page=2&offset=3").then(), 400, "MALFORMED_REQUEST")
        .body("errors.parameter", containsInAnyOrder("page", "offset"));
  }

  @Test
  void malformed_path_parameters_are_refused_by_name() {
    is(server().api().delete("/tokens/42").then(), 400, "MALFORMED_REQUEST")
        .body("errors.parameter", contains("id"));
    is(server().api().get("/platforms/UPPER").then(), 400, "MALFORMED_REQUEST");
  }

  @Test
  void what_the_runtime_refuses_is_a_problem_too() {
    is(server().api().get("/nowhere").then(), 404, "NOT_FOUND");
    is(server().api().put("/tokens").then(), 405, "METHOD_NOT_ALLOWED");
    is(server().api().accept("text/csv").get("/tokens").then(), 406, "NOT_ACCEPTABLE");
    is(
        server().api().contentType("text/plain").body("x").post("/tokens").then(),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "*/*"})
  void a_body_over_the_limit_is_refused(String mediaType) {
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
  void repeating_a_request_under_its_key_gives_the_first_answer_again() {
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
  void a_refused_request_gives_its_key_back() {
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
