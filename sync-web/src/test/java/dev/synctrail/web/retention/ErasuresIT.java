package dev.synctrail.web.retention;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.synctrail.evidence.Verify;
import dev.synctrail.web.server.OnSharedServer;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasuresIT extends OnSharedServer {
  /** Accounts, which are removed by themselves, and requests of the last hours. */
  private static final Set<String> ACCOUNTS =
      Set.of("access_token", "right_use", "idempotency_key");

  @TempDir Path folder;

  @Test
  @Tag("long")
  void payloads_are_erased_and_the_rest_is_proved() throws IOException {
    Instant before = Instant.now().minusSeconds(5);
    String sync = recorded(server().api(), "{\"secret\":\"ErasuresIT-payload\"}", "why");
    String checksum = server().api().get("/sync/" + sync).path("pushedData.checksum");

    JsonPath erasure =
        completed(post("{\"syncId\":\"%s\",\"reason\":\"request 1\"}".formatted(sync)));

    assertThat(erasure.getString("kind")).isEqualTo("PAYLOADS");
    assertThat(erasure.getLong("counts.sync")).isEqualTo(1);
    assertThat(erasure.getLong("counts.snapshot")).isEqualTo(1);
    server()
        .api()
        .get("/sync/" + sync + "/payload")
        .then()
        .statusCode(410)
        .body("code", is("PAYLOAD_PURGED"))
        .body("purgeId", is(erasure.getString("id")));
    server()
        .api()
        .get("/sync/" + sync)
        .then()
        .body("intact", is(true))
        .body("pushedData", not(hasKey("checksum")))
        .body("pushedData.commitment", notNullValue());
    await(() -> tablesWith(checksum).isEmpty()); // changes wait for the roll-up for some seconds
    assertThat(findings(before)).isEmpty();
    assertThat(verify(sync))
        .contains(
            "ERASED on ",
            " by erasure " + erasure.getString("id") + " of bootstrap, because: request 1",
            "sync.sent_checksum")
        .endsWith("VERIFIED\n");
    refused(
        post("{\"syncId\":\"%s\",\"reason\":\"again\"}".formatted(sync)), 409, "ALREADY_ERASED");
  }

  @Test
  @Tag("long")
  void a_name_is_erased_and_the_rest_is_proved() throws IOException {
    Instant before = Instant.now().minusSeconds(5);
    String person = "erasures-ann-" + UUID.randomUUID();
    String ann = token(person);
    String sync = recorded(as(ann), "{\"a\":\"b\"}", "a private reason of " + person);
    token(person + "-2"); // another name, which only begins with this one
    as(ann).get("/sync/export?typeKey=ErasuresIT&actor=" + person).then().statusCode(200);

    JsonPath erasure =
        completed(post("{\"person\":\"%s\",\"reason\":\"request 2\"}".formatted(person)));

    String pseudonym = erasure.getString("pseudonym");
    assertThat(pseudonym).matches("erased-[0-9a-f]{12}");
    assertThat(erasure.getLong("counts.sync")).isEqualTo(1);
    assertThat(erasure.getLong("counts.ledger_entry")).isPositive();
    server()
        .api()
        .get("/sync/" + sync)
        .then()
        .body("actor", is(pseudonym))
        .body("reason", is(pseudonym));
    await(() -> tablesWith(person).isEmpty());
    assertThat(findings(before)).isEmpty();
    assertThat(verify(sync))
        .contains(" by erasure " + erasure.getString("id") + " of bootstrap, because: request 2")
        .contains("sync.actor, sync.reason")
        .endsWith("VERIFIED\n");
  }

  @Test
  void what_is_protected_is_not_erased() {
    String person = "erasures-held-" + UUID.randomUUID();
    String sync = recorded(as(token(person)), "{\"a\":1}", "why");
    String open = begun(server().api(), "{\"a\":1}", "why");
    String hold =
        server()
            .api()
            .contentType(ContentType.JSON)
            .body("{\"filter\":{\"actor\":\"%s\"},\"reason\":\"case\"}".formatted(person))
            .post("/retention/holds")
            .path("id");

    refused(post("{\"syncId\":\"%s\",\"reason\":\"x\"}".formatted(sync)), 409, "ON_LEGAL_HOLD");
    refused(post("{\"person\":\"%s\",\"reason\":\"x\"}".formatted(person)), 409, "ON_LEGAL_HOLD");
    refused(post("{\"syncId\":\"%s\",\"reason\":\"x\"}".formatted(open)), 409, "SYNC_OPEN");
    refused(
        post("{\"syncId\":\"%s\",\"reason\":\"x\"}".formatted(UUID.randomUUID())),
        404,
        "NOT_FOUND");
    server().api().delete("/retention/holds/" + hold).then().statusCode(204);
  }

  @Test
  void wrong_input_is_a_problem() {
    post("{\"person\":\"ann\"}").statusCode(400).body("errors[0].pointer", is("/reason"));
    post("{\"reason\":\"x\"}").statusCode(400).body("errors[0].pointer", is("/person"));
    post("{\"person\":\"synctrail\",\"reason\":\"x\"}")
        .statusCode(400)
        .body("errors[0].pointer", is("/person"));
    post("{\"person\":\"ann\",\"reason\":\"ann wants it\"}")
        .statusCode(400)
        .body("errors[0].pointer", is("/reason"));
    server().api().get("/erasures/" + UUID.randomUUID()).then().statusCode(404);
    server().api().get("/erasures?limit=1").then().statusCode(200).body("next", nullValue());
  }

  private static ValidatableResponse post(String body) {
    return server()
        .api()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .body(body)
        .post("/erasures")
        .then();
  }

  private static void refused(ValidatableResponse response, int status, String code) {
    response.statusCode(status).body("code", is(code));
  }

  private static JsonPath completed(ValidatableResponse requested) {
    String id = requested.statusCode(202).extract().path("id");
    await(() -> !"RUNNING QUEUED".contains(erasure(id).getString("state")));
    assertThat(erasure(id).getString("state")).isEqualTo("COMPLETED");
    return erasure(id);
  }

  private static JsonPath erasure(String id) {
    return server().api().get("/erasures/" + id).jsonPath();
  }

  private static String token(String name) {
    return server()
        .api()
        .contentType(ContentType.JSON)
        .body("{\"name\":\"%s\",\"role\":\"ADMIN\"}".formatted(name))
        .post("/tokens")
        .then()
        .statusCode(201)
        .extract()
        .path("token");
  }

  private static RequestSpecification as(String token) {
    return RestAssured.given()
        .baseUri(server().uri().resolve("/api/v1").toString())
        .header("Authorization", "Bearer " + token);
  }

  private static String recorded(RequestSpecification as, String data, String reason) {
    String id = begun(as, data, reason);
    server()
        .api()
        .contentType(ContentType.JSON)
        .body("{\"status\":\"SUCCESS\"}")
        .put("/sync/" + id + "/status")
        .then()
        .statusCode(200);
    return id;
  }

  private static String begun(RequestSpecification as, String data, String reason) {
    return as.contentType(ContentType.JSON)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .body(
            """
            {"typeKey":"ErasuresIT","targetPlatform":"elsewhere","syncDirection":"PUSH",
             "data":%s,"reason":"%s","startedAt":"2024-02-29T10:00:00.000Z"}"""
                .formatted(data, reason))
        .post("/sync")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static List<String> findings(Instant from) {
    String id =
        server()
            .api()
            .contentType(ContentType.JSON)
            .body("{\"from\":\"" + from + "\"}")
            .post("/ledger/verifications")
            .path("id");
    String address = "/ledger/verifications/" + id;
    await(() -> "COMPLETED".equals(server().api().get(address).path("state")));
    return server().api().get(address).jsonPath().getList("findings.detail");
  }

  private String verify(String sync) throws IOException {
    Response bundle = server().api().get("/sync/" + sync + "/evidence?include=data");
    bundle.then().statusCode(200);
    Path file = Files.write(folder.resolve(sync + ".zip"), bundle.asByteArray());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Verify.run(List.of(file.toString()), new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Returns the tables of which a row contains a text. */
  private static List<String> tablesWith(String text) {
    List<String> found = new ArrayList<>();
    try (Connection connection = server().dataSource().getConnection()) {
      for (String table : tables(connection)) {
        try (PreparedStatement statement =
            connection.prepareStatement(
                "select 1 from " + table + " t where to_jsonb(t)::text ~ (? || '(?!-2)')")) {
          statement.setString(1, text);
          try (ResultSet rows = statement.executeQuery()) {
            if (rows.next()) {
              found.add(table);
            }
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select relname from pg_class where relkind in ('r', 'p') and not relispartition"
                    + " and relnamespace = 'public'::regnamespace");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        if (!ACCOUNTS.contains(rows.getString(1))) {
          tables.add(rows.getString(1));
        }
      }
    }
    return tables;
  }
}
