package dev.synctrail.web.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchIT extends OnSharedServer {
  private static final AtomicInteger TYPES = new AtomicInteger();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static String newType() {
    return "SearchIT" + TYPES.incrementAndGet();
  }

  private static Response search(String path, String pointer, String value) {
    return server().api().queryParam("pointer", pointer).queryParam("value", value).get(path);
  }

  /** The server indexes payloads in the background shortly after they are recorded. */
  private static void awaitIndexed() throws SQLException {
    Instant deadline = Instant.now().plus(TIMEOUT);
    while (unindexed() > 0) {
      assertThat(Instant.now()).isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static int unindexed() throws SQLException {
    try (var connection = server().dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from payload_unindexed")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void finds_pushed_payloads_by_pointer_and_value_in_lists_and_exports() throws SQLException {
    String type = newType();
    String one = server().record(type, "{\"key\":\"%s\",\"n\":1.0}".formatted(type));
    server().record(type, "{\"key\":\"%s\",\"n\":2}".formatted(type));
    awaitIndexed();

    for (String path : List.of("/sync/history", "/sync/type/" + type)) {
      Response found = search(path, "/n", "1");
      assertThat(found.header("Unindexed-Payloads")).matches("\\d+");
      assertThat(found.jsonPath().getList("data.id")).contains(one);
      assertThat(search(path, "/key", type).jsonPath().getList("data")).hasSize(2);
    }
    assertThat(search("/sync/export?format=json", "/key", type).jsonPath().getList("id"))
        .hasSize(2)
        .contains(one);
  }

  @Test
  void the_payload_search_of_a_bulk_retry_is_shown_only_with_payload_access() throws SQLException {
    String type = newType();
    server().record(type, "{\"key\":\"%s\"}".formatted(type));
    awaitIndexed();
    String job =
        server()
            .api()
            .contentType("application/json")
            .header("Idempotency-Key", type)
            .body(
                "{\"filter\":{\"typeKey\":\"%s\",\"pointer\":\"/key\",\"value\":\"%s\"},\"reason\":\"again\"}"
                    .formatted(type, type))
            .post("/retries")
            .then()
            .statusCode(202)
            .body("filter.pointer", is("/key"))
            .extract()
            .path("id");
    String token =
        server()
            .api()
            .contentType("application/json")
            .body("{\"name\":\"viewer of %s\",\"role\":\"VIEWER\"}".formatted(type))
            .post("/tokens")
            .then()
            .statusCode(201)
            .extract()
            .path("token");

    RestAssured.given()
        .baseUri(server().uri().resolve("/api/v1").toString())
        .header("Authorization", "Bearer " + token)
        .get("/retries/" + job)
        .then()
        .statusCode(200)
        .body("filter.typeKey", is(type))
        .body("filter.pointer", nullValue())
        .body("filter.value", nullValue());
  }

  @Test
  void a_cursor_is_rejected_by_another_search() throws SQLException {
    String type = newType();
    for (int i = 0; i < 3; i++) {
      server().record(type, "{\"key\":\"%s\"}".formatted(type));
    }
    awaitIndexed();
    String cursor =
        search("/sync/history?limit=2", "/key", type).then().extract().path("nextCursor");

    search("/sync/history?limit=2&cursor=" + cursor, "/key", type)
        .then()
        .statusCode(200)
        .header("Unindexed-Payloads", notNullValue())
        .body("data.size()", is(1));
    search("/sync/history?cursor=" + cursor, "/key", "other")
        .then()
        .statusCode(400)
        .body("errors[0].parameter", is("cursor"));
  }

  @ParameterizedTest
  @CsvSource({
    "pointer=a, pointer",
    "pointer=/a~2, pointer",
    "value=1, pointer",
    "pointer=/a&value=[], value"
  })
  void rejects_invalid_searches(String query, String parameter) {
    server()
        .api()
        .get("/sync/history?" + query)
        .then()
        .statusCode(400)
        .contentType(containsString("problem+json"))
        .body("errors[0].parameter", is(parameter));
  }
}
