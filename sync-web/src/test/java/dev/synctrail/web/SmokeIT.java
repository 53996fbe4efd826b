package dev.synctrail.web;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;

import dev.synctrail.web.server.OnSharedServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class SmokeIT extends OnSharedServer {

  @Test
  void is_ready_when_the_database_is_migrated() {
    when()
        .get(server().uri().resolve("/health/ready"))
        .then()
        .statusCode(200)
        .body("checks.name", hasItem("database"), "checks.data.schema", hasItem("migrated"));
  }

  @Test
  void is_alive() {
    when().get(server().uri().resolve("/health/live")).then().statusCode(200);
  }

  @Test
  void answers_in_http_1_1_whoever_offers_more() throws Exception {
    var request = HttpRequest.newBuilder(server().uri().resolve("/health/live")).build();
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    assertThat(client.send(request, BodyHandlers.discarding()).version())
        .isEqualTo(HttpClient.Version.HTTP_1_1);
  }
}
