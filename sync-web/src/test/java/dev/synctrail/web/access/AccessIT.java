package dev.synctrail.web.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.SharedServer;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessIT extends OnSharedServer {

  private static String unique(String name) {
    return name + "-" + UUID.randomUUID();
  }

  private static Response made(String name) {
    return server()
        .api()
        .contentType("application/json")
        .body("{\"name\":\"" + name + "\",\"role\":\"ADMIN\"}")
        .post("/tokens");
  }

  private static int statusWith(String token) {
    return given()
        .header("Authorization", "Bearer " + token)
        .get(server().uri().resolve("/api/v1/tokens"))
        .statusCode();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/tokens",
        "/api/v1/nowhere",
        "/metrics",
        "/metrics/base",
        "/nowhere",
        "/error",
        "/WEB-INF/web.xml",
        "/health/../api/v1/tokens",
        "/health/..;/api/v1/tokens",
        "/healthy",
        "/api/v1/tokens/health",
      })
  void requests_without_a_valid_token_get_401(String path) {
    given()
        .urlEncodingEnabled(false)
        .get(server().uri() + path.substring(1))
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", startsWith("Bearer"))
        .body("code", equalTo("UNAUTHENTICATED"), "status", equalTo(401));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/health/live",
        "/health/ready",
        "/openapi",
        "/api-docs/",
        "/sign-in.xhtml"
      })
  void paths_without_authentication_are_open(String path) {
    given().get(server().uri().resolve(path)).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/overview.xhtml", "/console/nowhere"})
  void the_console_redirects_to_the_sign_in_page(String path) {
    given()
        .redirects()
        .follow(false)
        .header("Authorization", "Bearer " + SharedServer.TOKEN)
        .get(server().uri().resolve(path))
        .then()
        .statusCode(302)
        .header("Location", not(startsWith("/console")))
        .header("Location", matchesPattern(".*/sign-in\\.xhtml"));
  }

  @Test
  void a_token_is_valid_until_it_is_revoked() {
    Response token = made(unique("ci"));
    String secret = token.path("token");
    assertThat(statusWith(secret)).isEqualTo(200);

    server().api().delete("/tokens/" + token.path("id")).then().statusCode(204);

    assertThat(statusWith(secret)).isEqualTo(401);
    server().api().delete("/tokens/" + token.path("id")).then().statusCode(404);
  }

  @Test
  void shows_a_secret_once_and_stores_only_its_hash() throws SQLException {
    String name = unique("ci");
    String secret = made(name).then().statusCode(201).extract().path("token");

    server()
        .api()
        .get("/tokens")
        .then()
        .body(
            "data.name",
            hasItem(name),
            "data.find { it.name == '" + name + "' }.token",
            nullValue());
    try (var connection = server().dataSource().getConnection();
        var rows =
            connection
                .prepareStatement("select row_to_json(t)::text from access_token t")
                .executeQuery()) {
      while (rows.next()) {
        assertThat(rows.getString(1)).doesNotContain(secret);
      }
    }
  }

  @Test
  void the_creator_of_a_token_is_the_authenticated_caller() {
    String maker = unique("maker");
    String secret = made(maker).path("token");

    given()
        .header("Authorization", "Bearer " + secret)
        .contentType("application/json")
        .body("{\"name\":\"" + unique("made") + "\",\"role\":\"VIEWER\"}")
        .post(server().uri().resolve("/api/v1/tokens"))
        .then()
        .statusCode(201)
        .body("createdBy", equalTo(maker), "role", equalTo("VIEWER"));
  }

  @Test
  void a_token_name_is_used_only_once() {
    String name = unique("ci");
    made(name).then().statusCode(201);

    made(name).then().statusCode(409).body("code", equalTo("NAME_TAKEN"));
    made(name.toUpperCase(Locale.ROOT)).then().statusCode(409);
    made(name + "\u200b").then().statusCode(400).body("errors[0].pointer", equalTo("/name"));
    made(" " + name).then().statusCode(400);
  }

  @Test
  void sends_security_headers() {
    for (String path : new String[] {"/sign-in.xhtml", "/api-docs/", "/api/v1/tokens"}) {
      Response answer = given().get(server().uri().resolve(path));

      assertThat(answer.header("Content-Security-Policy"))
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe-eval")
          .doesNotContainPattern("script-src[^;]*unsafe-inline");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }
}
