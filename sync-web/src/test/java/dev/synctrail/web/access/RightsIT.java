package dev.synctrail.web.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.web.server.OnSharedServer;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every documented operation, called with and without its right. */
class RightsIT extends OnSharedServer {
  private static final Pattern DOCUMENTED_RIGHT = Pattern.compile("Needs the right `([A-Z]+)`\\.$");
  private static final RestAssuredConfig NDJSON =
      RestAssuredConfig.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT));
  private static final List<OneOperation> OPERATIONS = new ArrayList<>();

  private record OneOperation(String method, String path, Right right, JsonObject documented) {
    /** Fills in well-formed values that identify nothing. */
    String filled() {
      return path.replace("{typeKey}", "Nowhere")
          .replaceAll("\\{(a|b|versionId)}", "0".repeat(64))
          .replace("/platforms/{id}", "/platforms/nowhere")
          .replace("{name}", "nobody")
          .replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
    }

    Response send(RequestSpecification by) {
      if (documented.containsKey("requestBody")) {
        String type =
            documented
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .keySet()
                .iterator()
                .next();
        by.config(NDJSON).contentType(type).body("{}");
      }
      return by.request(method, server().uri() + filled().substring(1));
    }
  }

  @BeforeAll
  static void read() {
    String text =
        given().accept("application/json").get(server().uri().resolve("/openapi")).asString();
    try (var reader = Json.createReader(new StringReader(text))) {
      reader
          .readObject()
          .getJsonObject("paths")
          .forEach(
              (path, item) ->
                  item.asJsonObject().forEach((m, documented) -> add(m, path, documented)));
    }
    assertThat(OPERATIONS).hasSizeGreaterThan(50);
  }

  private static void add(String method, String path, JsonValue documented) {
    if (documented instanceof JsonObject operation && operation.containsKey("responses")) {
      Matcher right = DOCUMENTED_RIGHT.matcher(operation.getString("description", ""));
      assertThat(right.find()).as(method + " " + path + " tells its right").isTrue();
      OPERATIONS.add(
          new OneOperation(
              method.toUpperCase(Locale.ROOT), path, Right.valueOf(right.group(1)), operation));
    }
  }

  static RequestSpecification as(Role role) {
    return given().header("Authorization", "Bearer " + secretOf(role));
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"VIEWER", "AUDITOR", "OPERATOR"})
  void each_operation_is_rejected_without_its_right_and_names_it(Role role) {
    Set<Right> had = role.rights();
    String secret = secretOf(role);
    for (OneOperation operation : OPERATIONS) {
      if (had.contains(operation.right())) {
        continue;
      }
      Response answer = operation.send(given().header("Authorization", "Bearer " + secret));

      assertThat(answer.statusCode()).as(operation.toString()).isEqualTo(403);
      assertThat(answer.<String>path("code")).isEqualTo("FORBIDDEN");
      assertThat(answer.<String>path("right")).isEqualTo(operation.right().name());
    }
  }

  private static String secretOf(Role role) {
    return server()
        .api()
        .contentType("application/json")
        .body("{\"name\":\"%s-%s\",\"role\":\"%s\"}".formatted(role, UUID.randomUUID(), role))
        .post("/tokens")
        .path("token");
  }

  @Test
  void operations_of_a_viewer_are_not_rejected() {
    String secret = secretOf(Role.VIEWER);
    for (OneOperation operation : OPERATIONS) {
      if (operation.right() == Right.METADATA
          && operation.method().equals("GET")
          && !operation.path().equals("/api/v1/events")) {
        assertThat(operation.send(given().header("Authorization", "Bearer " + secret)).statusCode())
            .as(operation.toString())
            .isIn(200, 404, 422);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sync/history?pointer=/key&value=x",
        "sync/type/Nowhere?pointer=/key",
        "sync/0198c0de-0000-7000-8000-000000000000?include=data",
      })
  void payloads_cannot_be_read_without_the_right(String path) {
    as(Role.VIEWER)
        .get(server().uri() + "api/v1/" + path)
        .then()
        .statusCode(403)
        .body("right", equalTo("PAYLOAD"));
  }
}
