package dev.synctrail.web;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.hasItem;

import dev.synctrail.web.server.OnSharedServer;
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
}
