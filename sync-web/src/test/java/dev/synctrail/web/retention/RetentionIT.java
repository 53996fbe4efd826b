package dev.synctrail.web.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionIT extends OnSharedServer {
  private static final String LONG_AGO = "2024-02-29T10:00:00.000Z";
  private static final String DATA = "{\"only\":\"RetentionIT %s\"}";

  @AfterEach
  void remove_all_rules() {
    put("/retention/rules", "{\"rules\":[]}").statusCode(200);
  }

  private static ValidatableResponse put(String path, String body) {
    return server().api().contentType("application/json").body(body).put(path).then();
  }

  private static ValidatableResponse post(String path, String body) {
    return server().api().contentType("application/json").body(body).post(path).then();
  }

  private static ValidatableResponse get(String path) {
    return server().api().get(path).then();
  }

  private static String recorded(String type, String platform, String status) {
    String id =
        post(
                "/sync",
                "{\"typeKey\":\"%s\",\"targetPlatform\":\"%s\",\"syncDirection\":\"PUSH\",\"data\":%s,\"startedAt\":\"%s\"}"
                    .formatted(type, platform, DATA.formatted(type + status), LONG_AGO))
            .statusCode(201)
            .extract()
            .path("id");
    put("/sync/" + id + "/status", "{\"status\":\"" + status + "\"}").statusCode(200);
    return id;
  }

  private static JsonPath purge(String body) {
    String path =
        post("/retention/purges", body)
            .statusCode(202)
            .body("actor", is("bootstrap"))
            .extract()
            .header("Location");
    String id = path.substring(path.lastIndexOf('/') + 1);
    Instant deadline = Clock.systemUTC().instant().plusSeconds(60);
    JsonPath purge;
    do {
      purge = get("/retention/purges/" + id).statusCode(200).extract().jsonPath();
      assertThat(Clock.systemUTC().instant()).as(purge.prettify()).isBefore(deadline);
    } while (!purge.getString("state").equals("COMPLETED"));
    return purge;
  }

  @Test
  void purges_by_rules_except_held_syncs_and_shows_what_is_left() {
    String done = recorded("RetentionA", "retentionit", "SUCCESS");
    String failed = recorded("RetentionA", "retentionit", "FAILED");
    String held = recorded("RetentionHeld", "retentionit", "SUCCESS");
    String open = recorded("RetentionA", "retentionit", "IN_PROGRESS");
    post("/retention/purges", "").statusCode(409).body("code", is("NO_RULES"));
    put(
            "/retention/rules",
            "{\"rules\":[{\"platform\":\"retentionit\",\"status\":\"FAILED\",\"rows\":\"P30D\"},"
                + "{\"platform\":\"retentionit\",\"payloads\":\"P30D\",\"attempts\":\"PT25H\"}]}")
        .statusCode(200)
        .body("rules.rows", contains("P30D", null))
        .body("rules[1].attempts", is("PT25H"))
        .body("changedBy", is("bootstrap"));
    String hold =
        post(
                "/retention/holds",
                "{\"filter\":{\"typeKey\":\"RetentionHeld\",\"endDate\":\"2024-02-29\"},\"reason\":\"Case 4711\"}")
            .statusCode(201)
            .body("filter.endDate", is("2024-03-01T00:00:00.000Z"))
            .extract()
            .path("id");

    JsonPath dry = purge("{\"dryRun\":true}");
    get("/sync/" + failed).statusCode(200);
    JsonPath purge = purge("{\"reason\":\"spring clean\"}");

    assertThat(purge.getInt("counts.rows")).isEqualTo(1);
    assertThat(purge.getInt("counts.payloads")).isEqualTo(1);
    assertThat(purge.getInt("counts.snapshots")).isEqualTo(2);
    assertThat(dry.getMap("counts")).isEqualTo(purge.getMap("counts"));
    assertThat(purge.getInt("rules.rules.size()")).isEqualTo(2);
    get("/sync/" + failed).statusCode(404);
    get("/sync/" + held + "/payload").statusCode(200);
    get("/sync/" + open + "/payload").statusCode(200);
    get("/sync/" + done + "/payload")
        .statusCode(410)
        .contentType("application/problem+json")
        .body("code", is("PAYLOAD_PURGED"))
        .body("commitment", notNullValue())
        .body("$", not(hasKey("checksum")))
        .body("originalSize", is(DATA.formatted("RetentionASUCCESS").length()))
        .body("purgeId", is(purge.getString("id")))
        .body("purgedAt", notNullValue());
    get("/sync/" + done + "?include=data")
        .statusCode(200)
        .body("intact", is(true))
        .body("pushedData.purgeId", is(purge.getString("id")))
        .body("pushedData", not(hasKey("checksum")))
        .body("$", not(hasKey("versionHash")))
        .body("pushedData", not(hasKey("data")));
    get("/sync/" + done + "/diff?against=" + held).statusCode(410);
    get("/retention/purges?limit=2")
        .statusCode(200)
        .body("data.id", contains(purge.getString("id"), dry.getString("id")));

    server().api().delete("/retention/holds/" + hold).then().statusCode(204);
    server().api().delete("/retention/holds/" + hold).then().statusCode(404);
    get("/retention/holds").body("data.id", hasItem(hold));
    get("/retention/holds/" + hold).body("releasedBy", is("bootstrap"));
    assertThat(purge("{}").getInt("counts.payloads")).isEqualTo(1);
    get("/sync/" + held + "/payload").statusCode(410);
  }

  @Test
  void reports_every_fault_of_rules_and_holds() {
    put(
            "/retention/rules",
            "{\"rules\":[{\"status\":\"UNKNOWN\",\"rows\":\"PT1H\"},{\"payloads\":\"soon\",\"bytes\":1},{}]}")
        .statusCode(400)
        .body(
            "errors.pointer",
            containsInAnyOrder(
                "/rules/0/status",
                "/rules/0/rows",
                "/rules/1/payloads",
                "/rules/1/bytes",
                "/rules/2/rows"));
    put("/retention/rules", "{}").statusCode(400).body("errors.pointer", contains("/rules"));
    server()
        .api()
        .contentType("application/json")
        .header("If-Match", "\"-1\"")
        .body("{\"rules\":[]}")
        .put("/retention/rules")
        .then()
        .statusCode(412);
    post("/retention/holds", "{\"filter\":{\"startDate\":\"2026-02-30\",\"httpClass\":\"4\"}}")
        .statusCode(400)
        .body(
            "errors.pointer",
            containsInAnyOrder("/filter/startDate", "/filter/httpClass", "/reason"));
    post("/retention/holds", "{\"reason\":\"x\"}")
        .statusCode(400)
        .body("errors.pointer", contains("/filter"));
    get("/retention/purges?cursor=abc").statusCode(400);
    get("/retention/purges/01770000-0000-7000-8000-000000000042").statusCode(404);
  }
}
