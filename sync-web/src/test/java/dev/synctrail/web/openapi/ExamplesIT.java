package dev.synctrail.web.openapi;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Calls every operation and compares the requests and answers with the examples of the OpenAPI
 * document, which were recorded by the same calls.
 */
class ExamplesIT extends OnSharedServer {
  private static final Path FILE =
      Path.of("src/main/resources/dev/synctrail/web/openapi/examples.json");
  private static final String RECORD = "examples.record";

  private static final String PLATFORM = "documented";
  private static final String PAGE = "DocumentedPage";
  private static final String BLOCK = "DocumentedBlock";
  private static final String USER = "documented-ann";
  private static final String TOKEN = "documented-ci";
  private static final String ELSEWHERE = "documentedelsewhere";
  private static final String LATER = "2035-12-20T18:00:00.000Z";

  private final Watched scene = new Watched(PLATFORM);
  private final RecordedCalls calls = new RecordedCalls(ExamplesIT::api, values());

  private ExampleValues values() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put(scene.platform().baseUrl().toString(), "https://api.cms.optimizely.com");
    words.put(scene.platform().baseUrl().getAuthority(), "api.cms.optimizely.com");
    words.put("http://" + server().uri().getAuthority(), "https://sync.example.com");
    words.put(PAGE, "ArticlePage");
    words.put(BLOCK, "TeaserBlock");
    words.put(USER, "ann");
    words.put(TOKEN, "ci");
    words.put(ELSEWHERE, "contentful");
    words.put(PLATFORM, "optimizely");
    words.put(Path.of("target").toAbsolutePath().toString(), "/media/ledger");
    return new ExampleValues(words);
  }

  private static RequestSpecification api() {
    return server().api().header("Idempotency-Key", UUID.randomUUID().toString());
  }

  private RecordedCalls.Call call(String method, String template, String... path) {
    return calls.call(method, template, path);
  }

  private RecordedCalls.Call get(String template, String... path) {
    return call("GET", template, path);
  }

  private static String id(Response answer) {
    return answer.path("id");
  }

  private static String read(String path, String member) {
    return String.valueOf(api().get(path).<Object>path(member));
  }

  private static String page(String name, String more) {
    return """
        {"key":"%s","baseType":"_page","displayName":"%s","properties":\
        {"headline":{"type":"string","displayName":"Headline"}%s}}"""
        .formatted(PAGE, name, more);
  }

  private static String version(String content, String message) {
    return "{\"content\":%s,\"source\":\"UI\",\"author\":\"ann\",\"message\":\"%s\"}"
        .formatted(content, message);
  }

  private static String stored(String content) {
    return api()
        .contentType(ContentType.JSON)
        .body(version(content, "Next version"))
        .put("types/" + PAGE)
        .then()
        .statusCode(201)
        .extract()
        .path("versionId");
  }

  /** Deploys the page and returns its sync when it was read back, or has failed. */
  private static String deployed() {
    String run =
        id(
            api()
                .contentType(ContentType.JSON)
                .header("Prefer", "wait=30")
                .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(PLATFORM, PAGE))
                .post("deployments"));
    String sync = syncOf(run);
    await(
        () ->
            !"null".equals(read("sync/" + sync, "verdict.word"))
                || "FAILED".equals(read("sync/" + sync, "syncStatus")));
    return sync;
  }

  private static String syncOf(String run) {
    return read("sync/history?deploymentId=" + run, "data[0].id");
  }

  private static void finished(String path) {
    await(() -> !"null".equals(read(path, "completedAt")));
  }

  @Test
  void the_examples_of_the_document_are_answers_of_the_server() throws Exception {
    platforms();
    types();
    deployments();
    failures();
    conflicts();
    drift();
    flowControl();
    pulls();
    outside();
    reports();
    ledger();
    access();
    retention();
    call("DELETE", "platforms/{id}", PLATFORM).is(204);

    JsonObject recorded = calls.recorded();
    if (Boolean.getBoolean(RECORD)) {
      write(recorded);
    }
    JsonObject file = parsed(Files.readString(FILE));
    SoftAssertions all = new SoftAssertions();
    for (String operation : recorded.keySet()) {
      all.assertThat(pretty(file.getOrDefault(operation, JsonValue.EMPTY_JSON_OBJECT)))
          .as("%s; record the examples anew with -D%s=true", operation, RECORD)
          .isEqualTo(pretty(recorded.get(operation)));
    }
    all.assertAll();
    assertThat(file.keySet()).isEqualTo(recorded.keySet());
  }

  private void platforms() {
    String platform =
        "{\"kind\":\"optimizely\",\"name\":\"%s\",\"baseUrl\":\"%s\",\"apiVersion\":\"v1\"}";
    String url = scene.platform().baseUrl().toString();
    call("POST", "platforms")
        .body(
            platform
                .formatted("Production", url)
                .replace("{\"kind", "{\"id\":\"" + PLATFORM + "\",\"kind"))
        .is(201);
    get("platforms").query("limit", 200).only("id", PLATFORM).is(200);
    get("platforms/{id}", PLATFORM).is(200);
    call("PUT", "platforms/{id}", PLATFORM).body(platform.formatted("Production EU", url)).is(200);
    get("platforms/{id}/revisions", PLATFORM).query("limit", 1).is(200);
    call("POST", "platforms/{id}/test", PLATFORM).is(200);
    get("platforms/{id}/protection", PLATFORM).varying("seen", "left").is(200);
    call("PUT", "platforms/{id}/protection", PLATFORM)
        .body(
            """
            {"calls":1000,"failuresPercent":50,"openFor":"PT30S","ratePerMinute":6000,\
            "burst":200,"reason":"they asked for less"}""")
        .varying("seen", "left")
        .is(200);
    get("platforms/{id}/protection/revisions", PLATFORM).query("limit", 1).is(200);
    call("POST", "platforms/{id}/protection/breaker", PLATFORM)
        .body("{\"state\":\"CLOSED\",\"reason\":\"they are back\"}")
        .varying("seen", "left")
        .is(200);
  }

  private void types() {
    String first = version(page("Article", ""), "Headline for articles");
    call("POST", "types/validate").body(first).is(200);
    call("PUT", "types/{typeKey}", PAGE).body(first).is(201);
    call("PUT", "types/{typeKey}", PAGE).body(first).is(200);
    String one = read("types/" + PAGE, "latestVersion.versionId");
    String two = stored(page("Article page", ""));
    scene.store(BLOCK);
    get("types").query("limit", 200).only("typeKey", PAGE).is(200);
    get("types/{typeKey}", PAGE).is(200);
    get("types/{typeKey}/tree", PAGE).is(200);
    get("types/{typeKey}/versions", PAGE).query("limit", 1).is(200);
    get("types/{typeKey}/versions/{versionId}", PAGE, one).is(200);
    get("types/{typeKey}/versions/{a}/diff/{b}", PAGE, one, two).is(200);
    get("types/{typeKey}/versions/{a}/diff/{b}", PAGE, one, two)
        .header("Accept", "text/plain")
        .is(200);
  }

  private void deployments() {
    String order = "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"],\"reason\":\"release 42\"%s}";
    String plan =
        id(call("POST", "deployment-previews").body(order.formatted(PLATFORM, PAGE, "")).is(202));
    finished("deployments/" + plan);
    get("deployment-previews/{id}", plan).is(200);
    String run =
        id(
            call("POST", "deployments")
                .header("Prefer", "wait=30")
                .body(order.formatted(PLATFORM, PAGE, ",\"plan\":\"" + plan + "\""))
                .is(200));
    String sync = syncOf(run);
    await(() -> "CONFIRMED".equals(read("sync/" + sync, "verdict.word")));
    get("deployments/{id}", run).is(200);
    get("deployments/{id}/log", run).query("limit", 1).is(200);
    get("sync/{syncId}", sync).query("include", "data").is(200);
    get("sync/{syncId}/status", sync).is(200);
    get("sync/{syncId}/attempts", sync).is(200);
    get("sync/{syncId}/events", sync).is(200);
    get("sync/{syncId}/payload", sync).is(200);
    get("sync/{syncId}/response", sync).is(200);
    get("sync/history")
        .query("typeKey", PAGE)
        .query("platform", PLATFORM)
        .query("limit", 1)
        .is(200);
    get("sync/type/{typeKey}", PAGE).query("limit", 1).is(200);
    get("sync/{typeKey}/history", PAGE).query("limit", 1).is(200);
    get("sync/type/{typeKey}/last-successful", PAGE).query("platform", PLATFORM).is(200);

    stored(page("Article v3", ""));
    String next = deployed();
    get("sync/{syncId}/diff", next).query("against", "previous").is(200);
    get("sync/{syncId}/diff", next)
        .query("against", "previous")
        .header("Accept", "text/plain")
        .is(200);
    String back =
        id(
            call("POST", "deployments/{id}/rollback", read("sync/" + next, "deploymentId"))
                .body("{\"reason\":\"it broke the site\"}")
                .is(202));
    finished("deployments/" + back);
    String tile = "board?platform=" + PLATFORM + "&typeKeyContains=" + PAGE;
    await(() -> "PINNED".equals(read(tile, "data[0].tiles[0].state")));
    get("board").query("platform", PLATFORM).query("typeKeyContains", PAGE).is(200);
    get("types/{typeKey}/live", PAGE).query("platform", PLATFORM).is(200);
    get("platforms/{id}/pins", PLATFORM).is(200);
    call("DELETE", "platforms/{id}/pins/{typeKey}", PLATFORM, PAGE)
        .body("{\"reason\":\"it is fixed\"}")
        .is(204);
    String restored =
        id(
            call("POST", "versions/{versionId}/restore", read("sync/" + next, "versionId"))
                .body(
                    "{\"platform\":\"%s\",\"reason\":\"the rollback was wrong\"}"
                        .formatted(PLATFORM))
                .is(202));
    finished("deployments/" + restored);
    String other =
        id(call("POST", "deployments").body(order.formatted(PLATFORM, BLOCK, "")).is(202));
    finished("deployments/" + other);
    get("deployments").query("limit", 200).only("platform", PLATFORM).is(200);
  }

  private void failures() throws SQLException {
    stored(page("Article v4", ""));
    scene.platform().script(Rule.always("PATCH", "/contenttypes/" + PAGE, Fault.status(403)));
    String run = read("sync/" + deployed(), "deploymentId");
    String second =
        id(
            call("POST", "deployments/{id}/retry", run)
                .body("{\"reason\":\"the platform is back\"}")
                .is(202));
    finished("deployments/" + second);
    String third =
        id(
            call("POST", "sync/{syncId}/retry", syncOf(second))
                .body("{\"reason\":\"the platform is back\"}")
                .is(202));
    await(() -> "FAILED".equals(read("sync/" + third, "syncStatus")));

    String filter =
        "{\"filter\":{\"platform\":\"%s\",\"status\":\"FAILED\"}%s}".formatted(PLATFORM, "%s");
    call("POST", "retries/count").body(filter.formatted("")).is(200);
    String job =
        id(
            call("POST", "retries")
                .body(filter.formatted(",\"reason\":\"it is back\",\"expectedCount\":3"))
                .is(202));
    done("retries/" + job);
    get("retries/{id}", job).is(200);
    get("retries/{id}/entries", job).query("state", "STARTED").is(200);
    get("retries").query("limit", 200).only("id", job).is(200);
    blocked(true);
    String cancelled =
        id(
            api()
                .contentType(ContentType.JSON)
                .body(filter.formatted(",\"reason\":\"once more\""))
                .post("retries"));
    call("POST", "retries/{id}/cancel", cancelled).is(202);
    blocked(false);
    call("POST", "retries/{id}/resume", cancelled).is(202);
    done("retries/" + cancelled);
    scene.platform().clearScript();
  }

  /** Waits for a bulk retry and for the syncs that it started. */
  private static void done(String job) {
    await(() -> "DONE".equals(read(job, "status")));
    String sync = read(job + "/entries?state=STARTED", "data[0].repeatedBy");
    await(() -> "FAILED".equals(read("sync/" + sync, "syncStatus")));
  }

  /** Lets the platform have so much to do that a bulk retry waits. */
  private static void blocked(boolean yes) throws SQLException {
    try (var connection = server().dataSource().getConnection();
        var sql = connection.createStatement()) {
      sql.execute(
          yes
              ? "insert into backlog (trail_id, kind, platform, type_key, due_at) select uuidv7(), 'SYNC', '%s', 'T' || n, now() + interval '1 day' from generate_series(1, 500) n"
                  .formatted(PLATFORM)
              : "delete from backlog where platform = '%s' and due_at > now() + interval '1 hour'"
                  .formatted(PLATFORM));
    }
  }

  private void conflicts() {
    stored(page("Article v5", ""));
    deployed();
    scene.platform().edit(page("Changed by an editor", ""));
    stored(page("Article v6", ""));
    String sync = deployed();
    get("conflicts").query("platform", PLATFORM).query("open", true).is(200);
    get("conflicts/{syncId}", sync).is(200);
    get("conflicts/{syncId}/diff", sync).is(200);
    call("POST", "conflicts/{syncId}/resolution", sync)
        .body("{\"resolution\":\"overwrite\",\"reason\":\"ours is newer\"}")
        .is(200);
  }

  private void drift() {
    stored(page("Article v7", ""));
    deployed();
    scene.platform().edit(page("Changed by an editor again", ""));
    String check =
        id(
            call("POST", "platforms/{id}/check", PLATFORM)
                .body("{\"reason\":\"after the release\"}")
                .is(202));
    finished("checks/" + check);
    get("checks").query("platform", PLATFORM).is(200);
    get("checks/{checkId}", check).is(200);
    get("platforms/{id}/drift", PLATFORM).query("limit", 1).is(200);
    get("drift-incidents").query("platform", PLATFORM).query("limit", 1).is(200);
  }

  private void flowControl() {
    String pause =
        id(
            call("POST", "pauses")
                .body(
                    "{\"platform\":\"%s\",\"reason\":\"they are migrating\",\"until\":\"%s\"}"
                        .formatted(PLATFORM, LATER))
                .is(201));
    get("pauses").query("platform", PLATFORM).is(200);
    get("pauses/{id}", pause).is(200);
    String run =
        id(
            api()
                .contentType(ContentType.JSON)
                .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(PLATFORM, BLOCK))
                .post("deployments"));
    String sync = syncOf(run);
    get("queue").query("platform", PLATFORM).query("kind", "SYNC").is(200);
    get("queue/{trail}", sync).is(200);
    call("POST", "queue/{trail}/requeue", sync).body("{\"reason\":\"they are back\"}").is(200);
    get("queue/summary")
        .query("limit", 200)
        .only("platform", PLATFORM)
        .varying("backlog", "due", "lanes")
        .is(200);
    call("POST", "deployments/{id}/cancel", run).body("{\"reason\":\"wrong platform\"}").is(200);
    String pull =
        id(
            call("POST", "retrievals")
                .body(
                    "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"],\"reason\":\"their changes\"}"
                        .formatted(PLATFORM, BLOCK))
                .is(202));
    call("POST", "retrievals/{id}/cancel", pull).body("{\"reason\":\"wrong platform\"}").is(200);
    call("DELETE", "pauses/{id}", pause).is(204);
    String freeze =
        id(
            call("POST", "freezes")
                .body(
                    """
                    {"platform":"%s","name":"Year end","reason":"annual audit",\
                    "zone":"Europe/Berlin",\
                    "once":{"from":"2035-12-20T18:00","until":"2036-01-03T06:00"}}"""
                        .formatted(PLATFORM))
                .is(201));
    get("freezes").query("limit", 200).only("platform", PLATFORM).is(200);
    get("freezes/{id}", freeze).is(200);
    call("DELETE", "freezes/{id}", freeze).is(204);
  }

  private void pulls() {
    String run =
        id(
            call("POST", "retrievals")
                .header("Prefer", "wait=30")
                .body(
                    "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"],\"reason\":\"their changes\"}"
                        .formatted(PLATFORM, PAGE))
                .is(200));
    get("retrievals").query("limit", 200).only("platform", PLATFORM).is(200);
    get("retrievals/{id}", run).is(200);
    get("retrievals/{id}/log", run).query("limit", 1).is(200);
  }

  private void outside() {
    String recorded = page("Article", "");
    String order =
        """
        {"typeKey":"%s","targetPlatform":"%s","syncDirection":"PUSH","data":%s,\
        "startedAt":"2024-12-24T09:30:00.000Z","reason":"nightly job","onBehalfOf":"ann"}"""
            .formatted(PAGE, ELSEWHERE, recorded);
    String sync = id(call("POST", "sync").body(order).is(201));
    call("PUT", "sync/{syncId}/version", sync)
        .body(
            "{\"versionId\":\"%s\"}"
                .formatted(read("types/" + PAGE + "/tree", "nodes[0].versionId")))
        .is(200);
    call("POST", "sync/{syncId}/attempts", sync)
        .body(
            """
            {"number":1,"startedAt":"2024-12-24T09:30:00.000Z",\
            "endedAt":"2024-12-24T09:30:01.500Z","error":"no answer"}""")
        .is(201);
    call("PUT", "sync/{syncId}/status", sync)
        .body("{\"status\":\"UNKNOWN\",\"error\":\"no answer\"}")
        .is(200);
    call("POST", "sync/{syncId}/settlement", sync)
        .body("{\"status\":\"SUCCESS\",\"reason\":\"The type on the platform is as sent\"}")
        .is(200);
    String later = order.replace("09:30:00.000Z", "09:31:00.000Z");
    String failed = id(api().contentType(ContentType.JSON).body(later).post("sync"));
    api()
        .contentType(ContentType.JSON)
        .body(
            "{\"status\":\"FAILED\",\"error\":\"The type is locked\",\"completedAt\":\"2024-12-24T09:31:02.000Z\"}")
        .put("sync/" + failed + "/status");
    for (String format : new String[] {"csv", "ndjson", "json"}) {
      get("sync/export")
          .query("format", format)
          .query("platform", ELSEWHERE)
          .query("status", "FAILED")
          .is(200);
    }
    String line =
        api()
            .get("sync/export?format=ndjson&include=data&status=FAILED&platform=" + ELSEWHERE)
            .asString();
    call("POST", "sync/import")
        .body(
            "application/x-ndjson",
            line.replace(failed, SyncId.at(Instant.parse("2024-12-24T09:31:00Z")).toString())
                .replace(ELSEWHERE, ELSEWHERE + "2"))
        .is(200);
  }

  private void reports() {
    call("POST", "sync/analytics/rebuild")
        .varying("syncs", "differences", "findings")
        .without("horizon")
        .is(202);
    await(() -> "COMPLETED".equals(read("sync/analytics/rebuild", "state")));
    get("sync/analytics/rebuild")
        .varying("syncs", "differences", "findings")
        .without("horizon")
        .is(200);
    for (String report : new String[] {"analytics", "metrics"}) {
      get("sync/" + report)
          .query("platform", ELSEWHERE)
          .query("startDate", "2024-12-01")
          .query("endDate", "2024-12-31")
          .is(200);
    }
  }

  private void ledger() {
    String sync =
        id(
            api()
                .contentType(ContentType.JSON)
                .body(
                    """
                    {"typeKey":"%s","targetPlatform":"%s","syncDirection":"PUSH","data":{"a":1}}"""
                        .formatted(PAGE, ELSEWHERE + "3"))
                .post("sync"));
    await(() -> read("sync/" + sync + "/proof", "leaves").contains("leafHash"));
    get("sync/{syncId}/proof", sync).varying("leaf", "auditPath").is(200);
    get("ledger/checkpoint").header("Accept", "text/plain").is(200);
    get("ledger/keys").is(200);
    get("ledger").varying("size").is(200);
    get("ledger/anchors").varying("size").is(200);
    call("POST", "ledger/acknowledgements")
        .body("{\"reason\":\"Restored from last night's backup after a disk failure\"}")
        .is(409);
    get("ledger/proofs/inclusion").query("leaf", 0).query("size", 2).is(200);
    get("ledger/proofs/consistency").query("first", 1).query("second", 2).is(200);
    get("reports/period")
        .query("from", "2020-01-01T00:00:00Z")
        .query("until", "2020-02-01T00:00:00Z")
        .is(200);
    String verification =
        id(
            call("POST", "ledger/verifications")
                .body("{\"from\":\"2024-01-01T00:00:00Z\",\"until\":\"2024-02-01T00:00:00Z\"}")
                .is(202));
    await(() -> "COMPLETED".equals(read("ledger/verifications/" + verification, "state")));
    get("ledger/verifications/{id}", verification).is(200);
    get("ledger/verifications").query("limit", 200).only("id", verification).is(200);
  }

  private void access() {
    get("me").is(200);
    get("roles").is(200);
    String token =
        id(
            call("POST", "tokens")
                .body(
                    "{\"name\":\"%s\",\"role\":\"OPERATOR\",\"expiresAt\":\"%s\"}"
                        .formatted(TOKEN, LATER))
                .is(201));
    get("tokens").query("limit", 200).only("name", TOKEN).is(200);
    call("DELETE", "tokens/{id}", token).is(204);
    get("access-review").query("limit", 200).only("name", TOKEN).is(200);
    call("POST", "users").body("{\"name\":\"%s\",\"role\":\"VIEWER\"}".formatted(USER)).is(201);
    get("users").query("limit", 200).only("name", USER).is(200);
    get("users/{name}", USER).is(200);
    call("PUT", "users/{name}", USER).body("{\"role\":\"AUDITOR\",\"enabled\":true}").is(200);
    get("access-log")
        .query("kind", "CHANGED")
        .query("actor", "bootstrap")
        .query("limit", 1)
        .is(200);
    call("POST", "users/{name}/invitation", USER)
        .body("{\"expiresAt\":\"%s\"}".formatted(Instant.now().plus(Duration.ofDays(14))))
        .is(200);
    call("DELETE", "users/{name}/invitation", USER).is(204);
    String password = call("POST", "users/{name}/password", USER).is(200).path("password");
    call("PUT", "me/password")
        .basic(USER, password)
        .body("{\"current\":\"%s\",\"new\":\"correct horse battery staple\"}".formatted(password))
        .is(204);
  }

  private void retention() {
    String hold =
        id(
            call("POST", "retention/holds")
                .body(
                    "{\"filter\":{\"typeKey\":\"%s\",\"endDate\":\"2024-01-01\"},\"reason\":\"Case 4711\"}"
                        .formatted(PAGE))
                .is(201));
    get("retention/holds").query("limit", 200).only("id", hold).is(200);
    get("retention/holds/{id}", hold).is(200);
    call("DELETE", "retention/holds/{id}", hold).is(204);
    call("PUT", "retention/rules")
        .body(
            """
            {"rules":[{"platform":"%s","status":"SUCCESS","rows":"P730D","payloads":"P90D",\
            "attempts":"P365D"}]}"""
                .formatted(PLATFORM))
        .varying("revision")
        .is(200);
    get("retention/rules").varying("revision").is(200);
    String purge =
        id(
            call("POST", "retention/purges")
                .body("{\"dryRun\":true,\"reason\":\"spring clean\"}")
                .varying("revision")
                .is(202));
    await(() -> "COMPLETED".equals(read("retention/purges/" + purge, "state")));
    get("retention/purges/{id}", purge).varying("revision").is(200);
    get("retention/purges").query("limit", 200).only("id", purge).varying("revision").is(200);
    api().contentType(ContentType.JSON).body("{\"rules\":[]}").put("retention/rules");
    String erasure =
        id(
            call("POST", "erasures")
                .body("{\"person\":\"Grace\",\"reason\":\"Request 4711 by the person concerned\"}")
                .is(202));
    await(() -> "COMPLETED".equals(read("erasures/" + erasure, "state")));
    get("erasures/{id}", erasure).is(200);
    get("erasures").query("limit", 200).only("id", erasure).is(200);
  }

  private static void write(JsonObject recorded) throws IOException {
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, pretty(recorded) + "\n");
  }

  private static String pretty(JsonValue value) {
    StringWriter text = new StringWriter();
    try (var writer =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(text)) {
      writer.write(value);
    }
    return text.toString().strip();
  }

  private static JsonObject parsed(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
