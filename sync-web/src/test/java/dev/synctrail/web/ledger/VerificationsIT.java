package dev.synctrail.web.ledger;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerificationsIT extends OnSharedServer {

  @Test
  void a_row_that_was_altered_in_the_database_is_found_and_named() {
    String before = Instant.now().minusSeconds(5).toString();
    String id = record();
    await(() -> server().api().get("/sync/" + id + "/proof").path("leaves.size()").equals(1));
    JsonPath clean = verified("{\"from\":\"" + before + "\"}");
    alter(id, "another reason");

    JsonPath verified = verified("{\"from\":\"" + before + "\"}");
    alter(id, "VerificationsIT");

    assertThat(findings(clean, id)).isEmpty();
    assertThat(clean.getLong("counts.entries")).isPositive();
    assertThat(clean.getLong("counts.rows")).isPositive();
    assertThat(findings(verified, id))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding)
                  .containsEntry("kind", "ALTERED_ROW")
                  .containsEntry("place", "sync {\"id\":\"" + id + "\"}")
                  .containsEntry("detail", "differs in reason");
              assertThat(finding.get("leaf")).isInstanceOf(Number.class);
            });
    server()
        .api()
        .get("/ledger/verifications?limit=200")
        .then()
        .statusCode(200)
        .body("data.id", hasItem(verified.getString("id")));
  }

  @Test
  void the_log_continues_a_checkpoint_that_was_kept() {
    record();
    await(() -> server().api().get("/ledger/checkpoint").statusCode() == 200);
    String kept = server().api().get("/ledger/checkpoint").asString();

    JsonPath verified = verified("{\"checkpoint\":\"" + kept.replace("\n", "\\n") + "\"}");

    assertThat(verified.getString("checkpoint")).isEqualTo(kept);
    assertThat(verified.<String>getList("findings.kind"))
        .doesNotContain(
            "SPLIT_VIEW",
            "CHECKPOINT_DOES_NOT_CONTINUE",
            "SEQUENCE_GAP",
            "ALTERED_TILE",
            "ALTERED_ENTRY");
  }

  @Test
  void wrong_input_is_a_problem() {
    post("{\"from\":\"2026-02-01T00:00:00Z\",\"until\":\"2026-01-01T00:00:00Z\"}")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", is("/until"));
    post("{\"from\":\"yesterday\"}").then().statusCode(400);
    post("{\"from\":\"2026-02-01T00:00:00Z\",\"checkpoint\":\"x\"}")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", is("/checkpoint"));
    post("{\"checkpoint\":\"a checkpoint\"}")
        .then()
        .statusCode(422)
        .body("code", is("NOT_OF_THIS_LEDGER"));
    server()
        .api()
        .get("/ledger/verifications/" + UUID.randomUUID())
        .then()
        .statusCode(404)
        .body("code", is("NOT_FOUND"));
  }

  private static List<Map<String, Object>> findings(JsonPath verification, String id) {
    return verification.<Map<String, Object>>getList("findings").stream()
        .filter(finding -> String.valueOf(finding.get("place")).contains(id))
        .toList();
  }

  private static JsonPath verified(String request) {
    Response requested = post(request);
    assertThat(requested.statusCode()).isEqualTo(202);
    String id = requested.path("id");
    assertThat(requested.header("Location")).endsWith("/api/v1/ledger/verifications/" + id);
    String address = "/ledger/verifications/" + id;
    await(() -> "COMPLETED".equals(server().api().get(address).path("state")));
    return server().api().get(address).jsonPath();
  }

  private static Response post(String request) {
    return server()
        .api()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .body(request)
        .post("/ledger/verifications");
  }

  private static String record() {
    return server()
        .api()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .body(
            """
            {"typeKey":"VerificationsIT","targetPlatform":"elsewhere","syncDirection":"PUSH",
             "data":{"a":1},"reason":"VerificationsIT"}""")
        .post("/sync")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** Changes a row as an administrator of the database can: without a note of it. */
  private static void alter(String sync, String reason) {
    try (Connection connection = server().dataSource().getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement off =
              connection.prepareStatement("set local session_replication_role = replica");
          PreparedStatement update =
              connection.prepareStatement(
                  "update sync set reason = ? where id = cast(? as uuid)")) {
        off.execute();
        update.setString(1, reason);
        update.setString(2, sync);
        assertThat(update.executeUpdate()).isEqualTo(1);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
