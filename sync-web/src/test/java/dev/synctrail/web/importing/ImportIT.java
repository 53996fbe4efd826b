package dev.synctrail.web.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImportIT extends OnSharedServer {
  private static final AtomicInteger TYPES = new AtomicInteger();

  private static String newType() {
    return "ImportIT" + TYPES.incrementAndGet();
  }

  private static ValidatableResponse imported(String lines) {
    return server()
        .api()
        .contentType("application/x-ndjson")
        .body(lines.getBytes(StandardCharsets.UTF_8))
        .post("/sync/import")
        .then();
  }

  private static String exported(String type) {
    return server()
        .api()
        .get("/sync/export?format=ndjson&include=data&include=trail&order=asc&typeKey=" + type)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = server().dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Deletes all rows of a type. */
  private static void delete(String type) throws SQLException {
    String ids = "(select id from sync where type_key = '" + type + "')";
    deletePayloads(type);
    execute("delete from attempt where sync_id in " + ids);
    execute("delete from exchange where trail_id in " + ids);
    execute("delete from sync_event where sync_id in " + ids);
    execute("delete from sync where type_key = '" + type + "'");
  }

  private static void deletePayloads(String type) throws SQLException {
    execute("delete from snapshot where position('" + type + "'::bytea in bytes) > 0");
    execute(
        "delete from snapshot z using sync s where s.type_key = '"
            + type
            + "' and z.encoding = 'GZIP' and z.checksum in (s.intended_checksum, s.before_checksum,"
            + " s.sent_checksum, s.answered_checksum)");
  }

  private static void post(String path, String body) {
    server()
        .api()
        .contentType("application/json")
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .body(body)
        .post(path)
        .then()
        .statusCode(201);
  }

  /**
   * Records a sync as another system does, with a random number of attempts and possibly without an
   * outcome.
   */
  private static void record(String type, Random random) {
    String data =
        List.of(
                "{\"key\":\"%s\",\"n\":1.50}",
                "{ \"key\" : \"%s\" ,\n \"text\": \"ä\\u0001\" }",
                "{\"key\":\"%s\",\"long\":\"" + "x".repeat(120_000) + "\"}")
            .get(random.nextInt(3))
            .formatted(type + random.nextInt(3));
    String id =
        server()
            .api()
            .contentType("application/json")
            .body(
                "{\"typeKey\":\"%s\",\"targetPlatform\":\"elsewhere\",\"syncDirection\":\"%s\",\"data\":%s,\"startedAt\":\"2026-0%d-11T01:02:03.%03dZ\"%s}"
                    .formatted(
                        type,
                        random.nextBoolean() ? "PUSH" : "PULL",
                        data,
                        1 + random.nextInt(6),
                        random.nextInt(3),
                        random.nextBoolean()
                            ? ""
                            : ",\"reason\":\"=\\\"why\\\"\\n\",\"syncMetadata\":{\"b\" : [1.0]},\"deploymentId\":\""
                                + UUID.randomUUID()
                                + "\""))
            .post("/sync")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    for (int number = 1; number <= random.nextInt(3); number++) {
      post(
          "/sync/" + id + "/attempts",
          "{\"number\":%d,\"startedAt\":\"2026-07-01T00:00:00.001Z\",\"endedAt\":\"2026-07-01T00:00:01Z\",%s}"
              .formatted(
                  number,
                  random.nextBoolean()
                      ? "\"error\":\"no\""
                      : "\"response\":{\"of\":\"" + type + "\"}"));
    }
    String end =
        List.of(
                "{\"status\":\"SUCCESS\",\"response\":{\"taken\":\"" + type + "\"}}",
                "{\"status\":\"FAILED\",\"error\":\"refused, \\u00e4\"}",
                "{\"status\":\"UNKNOWN\"}",
                "{\"status\":\"PARTIAL\",\"items\":[{\"key\":\"a\",\"status\":\"SUCCESS\"},{\"key\":\"b\",\"status\":\"FAILED\",\"errorMessage\":\"no\"}]}",
                "{\"status\":\"IN_PROGRESS\"}")
            .get(random.nextInt(5));
    server()
        .api()
        .contentType("application/json")
        .body(end)
        .put("/sync/" + id + "/status")
        .then()
        .statusCode(200);
  }

  /**
   * Adds what only the engine records: exchanges, payloads that are not JSON, a truncated payload.
   */
  private static void addExchanges(String type) throws SQLException {
    execute(
        ("insert into snapshot select sha256(b), false, 'IDENTITY', length(b), length(b), null, b,"
                + " now() from (select convert_to('%1$s binary', 'UTF8') || '\\x00ff'::bytea) x(b)")
            .formatted(type));
    execute(
        ("insert into snapshot select sha256('%1$s whole'), true, 'IDENTITY', 20000000, length(b),"
                + " sha256(b), b, now() from (select convert_to('%1$s [1,2', 'UTF8')) x(b)")
            .formatted(type));
    execute(
        ("insert into attempt (sync_id, number, trigger, fence, lane, started_at, ended_at,"
                + " outcome, failure_class, error_message, http_status, platform_code,"
                + " response_truncated) select id, 9, 'SETTLE', 7, 'lane 1', started_at, started_at,"
                + " 'FAILED', 'REJECTED', 'no \"way\"', 400, 'E1', false from sync"
                + " where type_key = '%1$s'")
            .formatted(type));
    execute(
        ("insert into exchange select s.id, 9, 1, 'WRITE', 'PUT', 'https://elsewhere/a?b=%%20c',"
                + " '[[\"Content-Type\",\"application/json\"],[\"X\",\"ä\"]]',"
                + " sha256(convert_to('%1$s binary', 'UTF8') || '\\x00ff'::bytea), %2$d, false,"
                + " started_at, 400, '[]', sha256('%1$s whole'), 20000000, true, started_at,"
                + " 'REJECTED', 'no' from sync s where type_key = '%1$s'")
            .formatted(type, type.length() + 9));
  }

  @Test
  void an_imported_export_exports_the_same_bytes() throws SQLException {
    String type = newType();
    Random random = new Random(20);
    for (int i = 0; i < 25; i++) {
      record(type, random);
    }
    addExchanges(type);
    execute(
        ("update sync set purge_id = gen_random_uuid(), purged_at = now()"
                + " where id = (select id from sync where type_key = '%s' order by id limit 1)")
            .formatted(type));
    String before = exported(type);
    assertThat(before.lines()).hasSize(25);
    assertThat(before)
        .contains(
            "\"base64\":", "\"json\":", "/beginning", "\"outcome\":\"FAILED\"", "\"items\":[");

    delete(type);
    assertThat(exported(type)).isEmpty();
    imported(before).statusCode(200).body("imported", is(25)).body("errors", hasSize(0));

    assertThat(exported(type)).isEqualTo(before);
    imported(before).statusCode(200).body("imported", is(0)).body("skipped", is(25));
  }

  @Test
  void exports_an_answer_of_twenty_million_bytes_unchanged_after_an_import() throws Exception {
    String type = newType();
    String filler = "x".repeat(20_000_000);
    String line =
        "{\"id\":\"big%1$s\",\"typeKey\":\"%1$s\",\"targetPlatform\":\"optimizely\",\"syncDirection\":\"PUSH\",\"syncStatus\":\"SUCCESS\",\"pushedData\":{\"key\":\"%1$s\"},\"responseData\":{\"key\":\"%1$s\",\"filler\":\"%2$s\"},\"startedAt\":\"2025-09-01T10:00:00.000Z\",\"completedAt\":\"2025-09-01T10:00:02.500Z\"}\n"
            .formatted(type, filler);
    imported(line).statusCode(200).body("imported", is(1)).body("errors", hasSize(0));
    String before = exported(type);
    assertThat(before.length()).isGreaterThan(20_000_000);

    delete(type);
    imported(before).statusCode(200).body("imported", is(1)).body("errors", hasSize(0));

    assertThat(exported(type).equals(before)).as("the same bytes").isTrue();
    String id = server().api().get("/sync/type/" + type).jsonPath().getString("data[0].id");
    byte[] answer = server().api().get("/sync/" + id + "/response").asByteArray();
    assertThat(new String(answer, StandardCharsets.UTF_8))
        .isEqualTo("{\"key\":\"" + type + "\",\"filler\":\"" + filler + "\"}");
  }

  @Test
  void imports_the_fields_of_the_origin_only_once() {
    String type = newType();
    String pushed = "{\"key\":  \"" + type + "\"}";
    String line =
        "{\"id\":\"cmf1k2%1$s\",\"typeKey\":\"%1$s\",\"versionHash\":\"%2$s\",\"targetPlatform\":\"optimizely\",\"syncDirection\":\"PUSH\",\"syncStatus\":\"FAILED\",\"pushedData\":%3$s,\"responseData\":null,\"errorMessage\":\"timed out\",\"retryCount\":3,\"syncMetadata\":{\"a\":1},\"deploymentId\":\"cmdep\",\"startedAt\":\"2025-09-01T10:00:00.000Z\",\"completedAt\":\"2025-09-01T10:00:02.500Z\",\"createdAt\":\"2025-09-01T10:00:00.001Z\"}\n"
            .formatted(type, "ab".repeat(32), pushed);

    imported(line).statusCode(200).body("imported", is(1));
    imported(line).statusCode(200).body("skipped", is(1));
    imported(line.replace("timed out", "refused"))
        .statusCode(200)
        .body("refused", is(1))
        .body("errors[0].line", is(1))
        .body("errors[0].detail", containsString("different sync"));

    JsonPath listed = server().api().get("/sync/type/" + type).jsonPath();
    String id = listed.getString("data[0].id");
    assertThat(listed.getList("data")).hasSize(1);
    assertThat(listed.getString("data[0].failureClass")).isEqualTo("REPORTED");
    assertThat(listed.getInt("data[0].retryCount")).isEqualTo(3);
    assertThat(listed.getInt("data[0].durationMs")).isEqualTo(2_500);
    assertThat(listed.getString("data[0].startedAt")).isEqualTo("2025-09-01T10:00:00.000Z");
    assertThat(server().api().get("/sync/" + id + "/payload").asString()).isEqualTo(pushed);
    assertThat(exported(type)).contains("\"recorder\":\"IMPORTED\"").doesNotContain("cmf1k2");
    server()
        .api()
        .get("/sync/" + id + "/events")
        .then()
        .body("kind", hasItem("IMPORTED"))
        .body("cause", hasItem(containsString("cmf1k2" + type)));
  }

  @Test
  void reports_errors_by_line_and_pointer_and_imports_the_rest() {
    String type = newType();
    String good =
        "{\"id\":\"%%s\",\"typeKey\":\"%s\",\"targetPlatform\":\"optimizely\",\"syncDirection\":\"PULL\",\"syncStatus\":\"IN_PROGRESS\",\"pushedData\":{\"key\":\"a\"},\"startedAt\":\"2025-09-01T10:00:00.000Z\"}"
            .formatted(type);
    String file =
        Stream.of(
                good.formatted("a" + type),
                "",
                "{\"id\":",
                good.formatted("b" + type).replace("PULL", "AWAY").replace("2025-", ""),
                good.formatted("c" + type).replace("\"pushedData\"", "\"pushed\""),
                good.formatted("d" + type))
            .collect(Collectors.joining("\n"));

    imported(file)
        .statusCode(200)
        .body("lines", is(5))
        .body("imported", is(2))
        .body("refused", is(3))
        .body("errors.findAll { it.line == 3 }", hasSize(1))
        .body("errors.findAll { it.line == 4 }.pointer", hasItem("/syncDirection"))
        .body("errors.findAll { it.line == 4 }.pointer", hasItem("/startedAt"))
        .body("errors.findAll { it.line == 5 }.pointer", hasItem("/pushed"))
        .body("errors.findAll { it.line == 5 }.pointer", hasItem("/pushedData"));
    server().api().get("/sync/type/" + type).then().body("data", hasSize(2));
  }

  @Test
  void a_payload_must_be_present_and_match_its_checksum() throws SQLException {
    String type = newType();
    record(type, new Random(1));
    String line = exported(type);
    delete(type);
    String without = line.replaceFirst(",\"payloads\":.*", "}");

    imported(without).body("refused", is(1)).body("errors[0].detail", startsWith("The payload"));
    String altered = line.replaceAll("(\"json\":\\{\"[a-z]+\":\")", "$1!");
    imported(altered).body("refused", is(1)).body("errors[0].pointer", is("/payloads"));
    imported(line).body("imported", is(1));
    imported(without).body("skipped", is(1));
  }

  @Test
  void a_payload_that_was_purged_may_be_missing() throws SQLException {
    String type = newType();
    record(type, new Random(2));
    deletePayloads(type);
    execute(
        "update sync set purge_id = gen_random_uuid(), purged_at = now() where type_key = '%s'"
            .formatted(type));
    String before = exported(type);
    assertThat(before).contains("\":{}", "\"purgedAt\":");
    delete(type);

    imported(before).body("imported", is(1)).body("errors", hasSize(0));

    assertThat(exported(type)).isEqualTo(before);
  }

  @Test
  void a_full_disk_is_reported_and_all_lines_before_the_named_one_are_imported()
      throws SQLException {
    String type = newType();
    String file =
        IntStream.rangeClosed(1, 450)
            .mapToObj(
                number ->
                    "{\"id\":\"%s-%d\",\"typeKey\":\"%s\",\"targetPlatform\":\"optimizely\",\"syncDirection\":\"PULL\",\"syncStatus\":\"IN_PROGRESS\",\"pushedData\":{\"key\":\"%s\"},\"startedAt\":\"2025-09-01T10:00:00.000Z\"}"
                        .formatted(type, number, number < 350 ? type : type + "Full", type))
            .collect(Collectors.joining("\n"));
    execute(
        "create function full_disk() returns trigger language plpgsql as"
            + " $$ begin raise exception 'no room' using errcode = 'disk_full'; end $$");
    execute(
        "create trigger full_disk before insert on sync for each row when (new.type_key = '%sFull')"
                .formatted(type)
            + " execute function full_disk()");
    try {
      imported(file)
          .statusCode(503)
          .header("Retry-After", "30")
          .body("code", is("DISK_FULL"))
          .body(
              "detail",
              containsString("All valid lines before line 201 were imported, none from there on"));
    } finally {
      execute("drop function full_disk cascade");
    }

    assertThat(exported(type).lines()).hasSize(200);
    imported(file).statusCode(200).body("imported", is(250)).body("skipped", is(200));
  }

  @Test
  void accepts_only_ndjson() {
    server()
        .api()
        .contentType("application/json")
        .body("{}")
        .post("/sync/import")
        .then()
        .statusCode(415);
  }
}
