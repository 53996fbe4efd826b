package dev.synctrail.web.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.containsStringIgnoringCase;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryIT extends OnSharedServer {
  private static final AtomicInteger TYPES = new AtomicInteger();
  private static final String DATA = "{ \"key\": \"Hero\",  \"n\": 1.0 }";
  private static final String ANSWER = "{\"taken\":true}";

  private static String newType() {
    return "HistoryIT" + TYPES.incrementAndGet();
  }

  private static String record(String typeKey, String more) {
    return record(typeKey, DATA, more);
  }

  private static String record(String typeKey, String data, String more) {
    return server()
        .api()
        .contentType("application/json")
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .body(
            "{\"typeKey\":\"%s\",\"targetPlatform\":\"elsewhere\",\"syncDirection\":\"PUSH\",\"data\":%s%s}"
                .formatted(typeKey, data, more))
        .post("/sync")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static void settle(String id, String body) {
    server()
        .api()
        .contentType("application/json")
        .body(body)
        .put("/sync/" + id + "/status")
        .then()
        .statusCode(200);
  }

  private static String succeeded(String typeKey) {
    String id = record(typeKey, "");
    settle(id, "{\"status\":\"SUCCESS\",\"response\":" + ANSWER + "}");
    return id;
  }

  private static String failed(String typeKey, String message) {
    String id = record(typeKey, "");
    settle(id, "{\"status\":\"FAILED\",\"error\":\"" + message + "\"}");
    return id;
  }

  private static ValidatableResponse get(String path, Object... values) {
    return server().api().urlEncodingEnabled(false).get(path, values).then();
  }

  @Test
  void a_sync_of_the_past_lasts_as_long_as_its_recorder_says() {
    String began = ",\"startedAt\":\"2026-02-03T04:00:00Z\"";
    String told = record(newType(), began);
    String tooEarly = "{\"status\":\"SUCCESS\",\"completedAt\":\"2026-02-03T03:59:59Z\"}";
    server()
        .api()
        .contentType("application/json")
        .body(tooEarly)
        .put("/sync/" + told + "/status")
        .then()
        .statusCode(422)
        .body("code", is("COMPLETED_TOO_EARLY"), "errors[0].pointer", is("/completedAt"));
    settle(told, "{\"status\":\"SUCCESS\",\"completedAt\":\"2026-02-03T04:00:01.500Z\"}");
    String untold = record(newType(), began);
    settle(untold, "{\"status\":\"FAILED\"}");

    get("/sync/" + told)
        .body("durationMs", is(1_500), "completedAt", is("2026-02-03T04:00:01.500Z"));
    get("/sync/" + untold).body("$", not(hasKey("durationMs")), "completedAt", notNullValue());
  }

  @Test
  void a_recorded_sync_is_linked_to_the_version_that_has_its_content() {
    String type = newType();
    String version =
        server()
            .api()
            .contentType("application/json")
            .body(
                "{\"content\":{\"key\":\"%s\",\"displayName\":\"T\",\"baseType\":\"_page\"},\"source\":\"UI\"}"
                    .formatted(type))
            .put("/types/" + type)
            .then()
            .statusCode(201)
            .extract()
            .path("versionId");
    String hash = get("/types/" + type + "/versions/" + version).extract().path("versionHash");
    String sync =
        server()
            .api()
            .contentType("application/json")
            .body(
                "{\"typeKey\":\"%1$s\",\"versionHash\":\"%2$s\",\"targetPlatform\":\"elsewhere\",\"syncDirection\":\"PUSH\",\"data\":{\"baseType\":\"_page\",\"displayName\":\"T\",\"key\":\"%1$s\"}}"
                    .formatted(type, hash))
            .post("/sync")
            .then()
            .statusCode(201)
            .extract()
            .path("id");

    get("/sync/" + sync).body("versionId", is(version), "versionHash", is(hash));
  }

  @Test
  void shows_a_sync_with_everything_that_was_recorded() throws Exception {
    String type = newType();
    String id =
        record(
            type,
            ",\"reason\":\"release 42\",\"syncMetadata\":{\"b\":1,\"a\":[1.50]},"
                + "\"startedAt\":\"2026-02-03T04:05:06.789+01:00\",\"onBehalfOf\":\"bob\"");
    settle(id, "{\"status\":\"SUCCESS\",\"response\":" + ANSWER + "}");

    get("/sync/" + id)
        .statusCode(200)
        .body("id", is(id))
        .body("typeKey", is(type))
        .body("targetPlatform", is("elsewhere"))
        .body("syncDirection", is("PUSH"))
        .body("syncStatus", is("SUCCESS"))
        .body("settled", is(true))
        .body("settledBy", is("OUTSIDE"))
        .body("startedAt", is("2026-02-03T03:05:06.789Z"))
        .body("completedAt", notNullValue())
        .body("reason", is("release 42"))
        .body("onBehalfOf", is("bob"))
        .body("syncMetadata.b", is(1))
        .body("retryCount", is(0))
        .body("dryRun", is(false))
        .body("items", hasSize(0))
        .body("intact", is(true))
        .body("pushedData.checksum", is(sha256(DATA)))
        .body("pushedData.originalSize", is(DATA.length()))
        .body("pushedData.storedSize", is(DATA.length()))
        .body("pushedData.isCompressed", is(false))
        .body("pushedData", not(hasKey("data")))
        .body("responseData.checksum", is(sha256(ANSWER)));
    get("/sync/" + id + "?include=data")
        .body("pushedData.data.key", is("Hero"))
        .body("responseData.data.taken", is(true));
  }

  @Test
  void gives_the_exact_bytes_with_their_digest_and_nothing_twice() throws Exception {
    String id = succeeded(newType());

    Response payload = server().api().get("/sync/" + id + "/payload");
    payload
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("ETag", "\"" + sha256(DATA) + "\"")
        .header("Content-Digest", "sha-256=:" + base64Sha256(DATA) + ":");
    assertThat(payload.asByteArray()).isEqualTo(DATA.getBytes(StandardCharsets.UTF_8));
    assertThat(server().api().get("/sync/" + id + "/payload?role=intended").asString())
        .isEqualTo(DATA);
    assertThat(server().api().get("/sync/" + id + "/response").asString()).isEqualTo(ANSWER);
    get("/sync/" + id + "/payload?role=before").statusCode(404).body("code", is("NOTHING_BEFORE"));
    get("/sync/" + id + "/payload?role=received").statusCode(400);
    server()
        .api()
        .header("If-None-Match", "\"" + sha256(DATA) + "\"")
        .get("/sync/" + id + "/payload")
        .then()
        .statusCode(304);
  }

  @Test
  void never_gives_bytes_that_no_longer_fit_their_checksum() throws Exception {
    String data = "{\"key\":\"Corrupt\"}";
    String id = record(newType(), data, "");
    sql("update snapshot set bytes = 'x' where checksum = decode('" + sha256(data) + "', 'hex')");

    get("/sync/" + id + "/payload").statusCode(500).body("code", is("SNAPSHOT_CORRUPT"));
    get("/sync/" + id + "?include=data")
        .statusCode(200)
        .body("intact", is(false))
        .body("pushedData", not(hasKey("data")));
  }

  @Test
  void says_304_until_a_status_changes() {
    String id = record(newType(), "");
    String tag =
        get("/sync/" + id + "/status")
            .statusCode(200)
            .body("id", is(id))
            .body("status", is("IN_PROGRESS"))
            .body("settled", is(false))
            .body("targetPlatform", is("elsewhere"))
            .extract()
            .header("ETag");

    server()
        .api()
        .header("If-None-Match", tag)
        .get("/sync/" + id + "/status")
        .then()
        .statusCode(304);
    settle(id, "{\"status\":\"FAILED\",\"error\":\"no\"}");

    server()
        .api()
        .header("If-None-Match", tag)
        .get("/sync/" + id + "/status")
        .then()
        .statusCode(200)
        .body("status", is("FAILED"))
        .body("progress", is(100))
        .body("errorMessage", containsString("no"));
  }

  @Test
  void walks_a_history_forwards_and_back() {
    String type = newType();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, succeeded(type));
    }

    JsonPath first = page(type, "limit=2&count=true");
    JsonPath second = page(type, "limit=2&cursor=" + first.getString("nextCursor"));
    JsonPath third = page(type, "limit=2&cursor=" + second.getString("nextCursor"));
    JsonPath back = page(type, "limit=2&cursor=" + third.getString("prevCursor"));

    assertThat(first.getList("data.id")).isEqualTo(ids.subList(0, 2));
    assertThat(first.getInt("total")).isEqualTo(5);
    assertThat(first.getString("prevCursor")).isNull();
    assertThat(second.getList("data.id")).isEqualTo(ids.subList(2, 4));
    assertThat(third.getList("data.id")).isEqualTo(ids.subList(4, 5));
    assertThat(third.getBoolean("hasMore")).isFalse();
    assertThat(back.getList("data.id")).isEqualTo(ids.subList(2, 4));
  }

  private static JsonPath page(String type, String query) {
    return get("/sync/history?typeKey=" + type + "&" + query).statusCode(200).extract().jsonPath();
  }

  @Test
  void links_to_the_neighbouring_pages() {
    String type = newType();
    succeeded(type);
    succeeded(type);

    String link = get("/sync/history?limit=1&typeKey=" + type).extract().header("Link");

    assertThat(link).contains("rel=\"next\"").contains("cursor=").contains("typeKey=" + type);
  }

  @Test
  void refuses_a_cursor_of_another_filter_or_an_altered_one() {
    String type = newType();
    succeeded(type);
    succeeded(type);
    String cursor = page(type, "limit=1").getString("nextCursor");

    get("/sync/history?limit=1&cursor=" + cursor)
        .statusCode(400)
        .body("errors.parameter", contains("cursor"));
    get("/sync/history?limit=1&order=asc&typeKey=" + type + "&cursor=" + cursor).statusCode(400);
    get("/sync/history?limit=1&typeKey=" + type + "&cursor=" + cursor.substring(1)).statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=SUCCESSFUL",
        "direction=UP",
        "platform=No%20Platform",
        "typeKey=9",
        "startDate=yesterday",
        "startDate=2026-01-02&endDate=2026-01-01T00:00:00Z",
        "deploymentId=1",
        "versionHash=abc",
        "versionId=abc",
        "httpClass=400",
        "errorText=",
        "failureClass=BAD",
        "dryRun=maybe",
        "sort=actor",
        "order=up",
        "limit=0",
        "limit=201",
        "limit=ten",
        "count=yes",
        "cursor=abc",
        "offset=10",
        "fields=",
        "fields=id,colour",
        "unheardOf=1"
      })
  void refuses_what_it_does_not_understand_and_names_it(String query) {
    get("/sync/history?" + query)
        .statusCode(400)
        .contentType("application/problem+json")
        .body(
            "errors.parameter",
            hasItem(query.substring(query.lastIndexOf('&') + 1).replaceAll("=.*", "")));
  }

  @Test
  void returns_only_the_chosen_members_of_each_entry() {
    String type = newType();
    String bad = failed(type, "The widget was refused");
    String good = succeeded(type);

    get("/sync/history?limit=1&typeKey=" + type + "&fields=syncStatus,id,errorMessage")
        .statusCode(200)
        .header("Link", containsString("fields=syncStatus"))
        .body("data", is(List.of(Map.of("id", good, "syncStatus", "SUCCESS"))))
        .body("hasMore", is(true));
    get("/sync/history?order=asc&limit=1&typeKey=" + type + "&fields=errorMessage,id")
        .body("data", is(List.of(Map.of("id", bad, "errorMessage", "The widget was refused"))));
    get("/sync/history?fields=id,colour")
        .statusCode(400)
        .body("errors[0].detail", startsWith("Unknown member 'colour'; known are id, typeKey, "));
  }

  @Test
  void filters_by_what_is_asked_for() {
    String type = newType();
    String good = succeeded(type);
    String bad = failed(type, "The widget was refused");
    String old = record(type, ",\"startedAt\":\"2025-05-05T23:59:59.999Z\"");

    assertThat(ids(type, "status=FAILED")).containsExactly(bad);
    assertThat(ids(type, "errorText=WIDGET%20refused")).containsExactly(bad);
    assertThat(ids(type, "errorText=wid%20refu")).containsExactly(bad);
    assertThat(ids(type, "errorText=dget")).isEmpty();
    assertThat(ids(type, "errorText=widget%20-refused")).isEmpty();
    assertThat(ids(type, "errorText=%22widget%20was%22%20or%20absent")).containsExactly(bad);
    assertThat(ids(type, "errorContains=DGET%20W")).containsExactly(bad);
    assertThat(ids(type, "errorContains=widget%20refused")).isEmpty();
    assertThat(ids(type, "errorMessage=The%20widget%20was%20refused")).containsExactly(bad);
    assertThat(ids(type, "errorMessage=The%20widget")).isEmpty();
    assertThat(ids(type, "startDate=2025-05-05&endDate=2025-05-05")).containsExactly(old);
    assertThat(ids(type, "endDate=2025-05-05T23:59:59.999Z")).isEmpty();
    assertThat(ids(type, "startDate=2025-05-06")).containsExactly(bad, good);
    assertThat(ids(type, "order=asc")).containsExactly(old, good, bad);
    assertThat(ids(type, "platform=elsewhere&direction=PUSH&dryRun=false"))
        .containsExactly(bad, good, old);
    assertThat(ids(type, "failureClass=REPORTED")).containsExactly(bad);
    assertThat(ids(type, "actor=nobody")).isEmpty();
    assertThat(ids(type, "actorContains=OOTSTR&platformContains=else"))
        .containsExactly(bad, good, old);
    assertThat(ids(type, "actorContains=b%25p")).isEmpty();
    assertThat(ids(type, "platformContains=elsewhere2")).isEmpty();
    get("/sync/history?count=true&typeKeyContains=" + type.toUpperCase(Locale.ROOT))
        .body("data.typeKey", everyItem(containsStringIgnoringCase(type)))
        .body("data.id", hasItems(good, bad));
    get("/sync/history?typeKey=" + type).body("data.typeKey", everyItem(equalTo(type)));
  }

  private static List<String> ids(String type, String query) {
    return page(type, query).getList("data.id");
  }

  @ParameterizedTest
  @CsvSource({
    "history, /sync/type/history",
    "history, /sync/history/history",
    "type, /sync/type/type",
    "analytics, /sync/type/analytics",
    "analytics, /sync/analytics/history",
    "status, /sync/type/status",
    "status, /sync/status/history"
  })
  void no_type_key_hides_a_route(String type, String path) {
    String id = succeeded(type);

    get(path)
        .statusCode(200)
        .body("typeKey", is(type))
        .body("lastSuccessfulSync.id", is(id))
        .body("data.id", hasItem(id));
    get("/sync/type/" + type + "/last-successful?platform=elsewhere")
        .statusCode(200)
        .body("id", is(id));
  }

  @Test
  void has_no_last_success_where_there_is_none() {
    String type = newType();
    failed(type, "no");

    get("/sync/type/" + type)
        .statusCode(200)
        .body("lastSuccessfulSync", nullValue())
        .body("data", hasSize(1));
    get("/sync/type/" + type + "/last-successful?platform=elsewhere").statusCode(404);
    get("/sync/type/" + type + "/last-successful").statusCode(404);
  }

  @Test
  void shows_tries_and_events_in_order() {
    String id = record(newType(), "");
    server()
        .api()
        .contentType("application/json")
        .body(
            "{\"number\":1,\"startedAt\":\"2026-01-01T00:00:00Z\",\"endedAt\":\"2026-01-01T00:00:01Z\",\"error\":\"timed"
                + " out\"}")
        .post("/sync/" + id + "/attempts")
        .then()
        .statusCode(201);
    settle(id, "{\"status\":\"SUCCESS\"}");

    get("/sync/" + id + "/attempts")
        .statusCode(200)
        .body("number", contains(1))
        .body("[0].outcome", is("FAILED"))
        .body("[0].startedAt", is("2026-01-01T00:00:00.000Z"))
        .body("[0].exchanges", hasSize(0));
    get("/sync/" + id + "/events")
        .statusCode(200)
        .body("[0].kind", is("BEGUN"))
        .body("time", everyItem(notNullValue()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/status", "/attempts", "/events", "/payload", "/response"})
  void does_not_know_a_sync_that_was_never_recorded(String below) {
    get("/sync/" + UUID.randomUUID() + below)
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", is("NOT_FOUND"));
  }

  @ParameterizedTest
  @CsvSource({"deployments, PUSH, retrievals", "retrievals, PULL, deployments"})
  void shows_runs_and_their_log(String collection, String direction, String other)
      throws Exception {
    String run = UUID.randomUUID().toString();
    sql(
        """
        insert into run (id, direction, platform, actor, reason, dry_run, ignore_data_loss, total,
          success, listing, created_at, started_at, completed_at)
        values ('%s', '%s', 'elsewhere', 'ann', 'because', false, false, 1, 1, false,
          '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z')
        """
            .formatted(run, direction));

    get("/" + collection + "?count=true")
        .statusCode(200)
        .body("data.id", hasItem(run))
        .body("total", notNullValue());
    get("/" + collection + "/" + run)
        .statusCode(200)
        .body("status", is("COMPLETED"))
        .body("progress", is(100))
        .body("counts.success", is(1));
    get("/" + collection + "/" + run + "/log")
        .statusCode(200)
        .body("data.kind", contains("QUEUED", "STARTED", "FINISHED"))
        .body("data[0].time", is("2026-01-01T00:00:00.000Z"))
        .body("data[0].detail", is("because"));
    get("/" + other + "/" + run).statusCode(404);
    get("/" + collection + "/" + UUID.randomUUID() + "/log").statusCode(404);
    get("/" + collection + "/nonsense").statusCode(400);
    get("/" + collection + "?cursor=abc").statusCode(400);
  }

  @Test
  void is_described_in_the_openapi_document() {
    JsonPath document =
        server()
            .api()
            .baseUri(server().uri().toString())
            .queryParam("format", "json")
            .get("/openapi")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();

    for (String path :
        List.of(
            "/sync/history",
            "/sync/type/{typeKey}",
            "/sync/{typeKey}/history",
            "/sync/type/{typeKey}/last-successful",
            "/sync/{syncId}",
            "/sync/{syncId}/status",
            "/sync/{syncId}/attempts",
            "/sync/{syncId}/events",
            "/sync/{syncId}/payload",
            "/sync/{syncId}/response",
            "/sync/{syncId}/diff",
            "/deployments/{id}/log",
            "/retrievals/{id}")) {
      assertThat(document.getString("paths.'/api/v1" + path + "'.get.summary"))
          .as(path)
          .isNotBlank();
    }
    assertThat(document.getList("paths.'/api/v1/sync/history'.get.parameters.name"))
        .asString()
        .contains("typeKey", "platform", "startDate", "errorText", "httpClass", "cursor", "count");
  }

  @Test
  void compares_a_sync_with_another_and_with_the_one_before() {
    String type = newType();
    String first = record(type, "{\"key\":\"Hero\",\"old\":1,\"same\":true}", "");
    String second = record(type, "{\"key\":\"Hero\",\"new\":2,\"same\":true}", "");

    for (String against : List.of("previous", first)) {
      get("/sync/" + second + "/diff?against=" + against)
          .statusCode(200)
          .body("added.pointer", contains("/new"))
          .body("removed.pointer", contains("/old"))
          .body("modified", hasSize(0))
          .body("unchanged", is(2));
    }
    assertThat(
            server()
                .api()
                .accept("text/plain")
                .get("/sync/" + second + "/diff?against=" + first)
                .asString())
        .contains("+ /new: 2", "- /old: 1");
    get("/sync/" + first + "/diff?against=previous")
        .statusCode(404)
        .body("code", is("NOTHING_PREVIOUS"));
    get("/sync/" + first + "/diff?against=before")
        .statusCode(404)
        .body("code", is("NOTHING_BEFORE"));
    get("/sync/" + first + "/diff?against=yesterday")
        .statusCode(400)
        .body("errors.parameter", contains("against"));
    get("/sync/" + first + "/diff?against=" + UUID.randomUUID()).statusCode(422);
  }

  private static void sql(String statement) throws SQLException {
    try (var connection = server().dataSource().getConnection();
        var executed = connection.createStatement()) {
      executed.execute(statement);
    }
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of().formatHex(digest(text));
  }

  private static String base64Sha256(String text) throws Exception {
    return Base64.getEncoder().encodeToString(digest(text));
  }

  private static byte[] digest(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ValidatableResponse settleByHand(String id, String body) {
    return server()
        .api()
        .contentType("application/json")
        .body(body)
        .post("/sync/" + id + "/settlement")
        .then();
  }

  @Test
  void a_person_settles_what_stays_unknown_and_is_on_record_for_it() {
    String id = record(newType(), "");
    settleByHand(id, "{\"status\":\"SUCCESS\",\"reason\":\"seen there\"}")
        .statusCode(409)
        .body("code", is("ILLEGAL_TRANSITION"))
        .body("detail", is("Sync " + id + " is IN_PROGRESS"));
    settle(id, "{\"status\":\"UNKNOWN\",\"error\":\"no answer\"}");
    get("/sync/" + id).body("can.settlement.possible", is(true));
    settleByHand(id, "{\"status\":\"PARTIAL\"}")
        .statusCode(400)
        .body("errors.pointer", containsInAnyOrder("/status", "/reason"));

    settleByHand(id, "{\"status\":\"SUCCESS\",\"reason\":\"seen there\"}")
        .statusCode(200)
        .body("id", is(id))
        .body("status", is("SUCCESS"));

    get("/sync/" + id)
        .body("syncStatus", is("SUCCESS"))
        .body("settled", is(true))
        .body("settledBy", is("PERSON"))
        .body("can.settlement.reason", is("Sync " + id + " is SUCCESS"));
    get("/sync/" + id + "/events").body("cause", hasItem("settled by a user: seen there"));
    get("/access-log?kind=CHANGED&limit=200")
        .body(
            "data.find { it.target.endsWith('"
                + id
                + "/settlement') && it.right == 'ACTION' }.actor",
            notNullValue());
    settleByHand(id, "{\"status\":\"FAILED\",\"reason\":\"no\"}").statusCode(409);
  }

  @Test
  void what_a_person_settles_as_failed_says_so() {
    String id = record(newType(), "");
    settle(id, "{\"status\":\"UNKNOWN\",\"error\":\"no answer\"}");

    settleByHand(id, "{\"status\":\"FAILED\",\"reason\":\"not there\"}").statusCode(200);

    get("/sync/" + id)
        .body("syncStatus", is("FAILED"))
        .body("errorMessage", is("Set to failed by a user: not there (no answer)"));
    settleByHand(UUID.randomUUID().toString(), "{\"status\":\"FAILED\",\"reason\":\"no\"}")
        .statusCode(404);
  }
}
