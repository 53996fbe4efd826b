package dev.synctrail.web.ledger;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnchorsIT extends OnSharedServer {

  @Test
  void checkpoints_are_anchored_in_a_file_and_shown() throws IOException {
    server().record("AnchorsIT", "{\"a\":1}");
    await(() -> !server().api().get("/ledger/anchors").path("data").equals(List.of()));
    JsonPath anchors = server().api().get("/ledger/anchors").jsonPath();

    assertThat(anchors.getString("data[0].kind")).isEqualTo("FILE");
    assertThat(anchors.getString("data[0].anchoredAt")).isNotNull();
    assertThat(anchors.getLong("data[0].size")).isPositive();
    assertThat(Files.readString(Path.of(anchors.getString("data[0].name"))))
        .contains(anchors.getString("data[0].checkpoint"))
        .contains(anchors.getString("data[0].root"));
    server()
        .api()
        .get("/ledger")
        .then()
        .statusCode(200)
        .body("state", is("OK"))
        .body("size", greaterThan(0))
        .body("lastAnchoredAt", notNullValue())
        .body("rollbacks", empty());
  }

  @Test
  void there_is_nothing_to_acknowledge() {
    server()
        .api()
        .contentType(ContentType.JSON)
        .body("{\"reason\":\"a test\"}")
        .post("/ledger/acknowledgements")
        .then()
        .statusCode(409)
        .body("code", is("NOT_ROLLED_BACK"));
    server()
        .api()
        .contentType(ContentType.JSON)
        .body("{\"reason\":\"\"}")
        .post("/ledger/acknowledgements")
        .then()
        .statusCode(400);
  }
}
