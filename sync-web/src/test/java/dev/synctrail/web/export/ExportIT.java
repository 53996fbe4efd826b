package dev.synctrail.web.export;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.SharedServer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportIT extends OnSharedServer {
  private static final AtomicInteger TYPES = new AtomicInteger();
  private static final String DATA = "{ \"key\": \"Hero\",  \"n\": 1.0 }";

  @TempDir private Path directory;

  private static String newType() {
    return "ExportIT" + TYPES.incrementAndGet();
  }

  private static String recorded(String typeKey, String reason) {
    return server()
        .api()
        .contentType("application/json")
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .body(
            "{\"typeKey\":\"%s\",\"targetPlatform\":\"elsewhere\",\"syncDirection\":\"PUSH\",\"data\":%s,\"reason\":\"%s\"}"
                .formatted(typeKey, DATA, reason))
        .post("/sync")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static Response export(String query) {
    return server().api().urlEncodingEnabled(false).get("/sync/export?" + query);
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-ndjson, application/x-ndjson",
    "'text/html, application/json;q=0.8, text/csv;q=0.5', application/json",
    "*/*, text/csv",
  })
  void without_a_format_the_accept_header_selects_it(String accept, String mediaType) {
    Response exported = server().api().accept(accept).get("/sync/export?typeKey=" + newType());

    assertThat(exported.statusCode()).isEqualTo(200);
    assertThat(exported.contentType()).startsWith(mediaType);
  }

  @Test
  void an_accept_header_without_an_export_format_is_rejected() {
    server()
        .api()
        .accept("image/png")
        .get("/sync/export?typeKey=" + newType())
        .then()
        .statusCode(406)
        .body("code", is("NOT_ACCEPTABLE"));
  }

  /** Inserts syncs by SQL, so that exporting the last of them fails. */
  private static String manySyncsAndOneUnreadable(int count) throws SQLException {
    String type = newType();
    try (var connection = server().dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "insert into sync (id, type_key, platform, direction, status, recorder, actor, dry_run,"
              + " ignore_data_loss, started_at, created_at, retry_count, reason)"
              + " select overlay(overlay(uuid_floor(t)::text placing '7' from 15) placing '8'"
              + " from 20)::uuid, '%s', 'elsewhere', 'PUSH', 'IN_PROGRESS', 'ENGINE', 'ci', false,"
                  .formatted(type)
              + " false, t, t, 0, repeat('why ', 100)"
              + " from (select now() - %d * interval '1 hour' + i * interval '1 ms' t"
                  .formatted(TYPES.get())
              + " from generate_series(1, %d) i) s".formatted(count));
      statement.execute(
          "insert into attempt (sync_id, number, trigger, fence, started_at, response_truncated)"
              + " select id, 1, 'FIRST', 0, started_at, false from sync where type_key = '%s'"
                  .formatted(type)
              + " order by id limit 1");
      statement.execute(
          "insert into exchange (trail_id, attempt, number, purpose, method, url, request_headers,"
              + " request_truncated, started_at, response_truncated)"
              + " select id, 1, 1, 'WRITE', 'PUT', 'https://elsewhere', 'no JSON', false,"
              + " started_at, false from sync where type_key = '%s' order by id limit 1"
                  .formatted(type));
    }
    return type;
  }

  @Test
  void csv_begins_with_a_byte_order_mark_if_requested() {
    String type = newType();
    recorded(type, "why");

    byte[] marked =
        export("bom=true&typeKey=" + type).then().statusCode(200).extract().asByteArray();
    byte[] plain = export("typeKey=" + type).then().statusCode(200).extract().asByteArray();

    assertThat(marked).startsWith(0xEF, 0xBB, 0xBF).hasSize(plain.length + 3);
    assertThat(marked).endsWith(plain);
    export("bom=true&format=json&typeKey=" + type)
        .then()
        .statusCode(400)
        .body("errors[0].parameter", is("bom"));
  }

  @Test
  void exports_csv_with_a_header_and_without_formulas() {
    String type = newType();
    String first = recorded(type, "=1+1");
    String second = recorded(type, "a, \\\"b\\\"");

    Response answer = export("typeKey=" + type);

    answer
        .then()
        .statusCode(200)
        .contentType("text/csv;charset=UTF-8")
        .header(
            "Content-Disposition",
            matchesPattern("attachment; filename=\"syncs-\\d{8}T\\d{6}Z\\.csv\""));
    List<String> lines = List.of(answer.asString().split("\r\n", -1));
    assertThat(lines).hasSize(4).endsWith("");
    assertThat(lines.get(0)).startsWith("id,typeKey,versionId,");
    assertThat(lines.get(1)).startsWith(second + "," + type).contains(",\"a, \"\"b\"\"\",");
    assertThat(lines.get(2)).startsWith(first + "," + type).contains(",'=1+1,");
  }

  @Test
  void exports_payloads_and_trail_as_json_lines_with_exact_bytes() {
    String type = newType();
    String id = recorded(type, "why");

    String lines =
        export("typeKey=" + type + "&format=ndjson&include=data&include=trail").asString();

    assertThat(lines).endsWith("}\n").containsOnlyOnce("\n").contains("{\"json\":" + DATA + "}");
    JsonPath line = JsonPath.from(lines);
    assertThat(line.getString("id")).isEqualTo(id);
    assertThat(line.getString("events[0].kind")).isEqualTo("BEGUN");
    assertThat(line.getMap("payloads")).containsOnlyKeys(line.getString("sentChecksum"));
  }

  @Test
  void exports_a_json_array_and_a_workbook() throws IOException {
    String type = newType();
    String older = recorded(type, "one");
    String newer = recorded(type, "two");

    assertThat(JsonPath.from(export("format=json&typeKey=" + type).asString()).getList("id"))
        .containsExactly(newer, older);
    Response workbook = export("format=xlsx&order=asc&typeKey=" + type);
    workbook.then().statusCode(200).contentType(ExportFormat.XLSX_TYPE);
    assertThat(sheet(workbook.asByteArray())).contains(older, newer, "typeKey");
  }

  @Test
  void a_workbook_shows_a_text_that_looks_like_an_escape_as_it_was_recorded() throws IOException {
    recorded("Hero_x0020_Block", "Moved from My_x0020_Field");

    String sheet =
        sheet(export("format=xlsx&typeKey=Hero_x0020_Block").then().extract().asByteArray());

    assertThat(sheet)
        .contains("Moved from My_x005F_x0020_Field", "Hero_x005F_x0020_Block")
        .doesNotContain("My_x0020_", "Hero_x0020_");
  }

  private String sheet(byte[] workbook) throws IOException {
    Path file = Files.write(directory.resolve("syncs.xlsx"), workbook);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry sheet = zip.getEntry("xl/worksheets/sheet1.xml");
      return new String(zip.getInputStream(sheet).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void continues_after_the_sync_named_as_cursor() {
    String type = newType();
    String first = recorded(type, "1");
    String second = recorded(type, "2");
    recorded(type, "3");

    List<String> rest =
        JsonPath.from(
                export("format=json&typeKey=%s&order=desc&cursor=%s".formatted(type, second))
                    .asString())
            .getList("id");

    assertThat(rest).containsExactly(first);
    export("typeKey=%s&sort=duration&cursor=%s".formatted(type, UUID.randomUUID()))
        .then()
        .statusCode(400)
        .body("errors[0].parameter", is("cursor"));
  }

  @ParameterizedTest
  @CsvSource({
    "format=pdf, format",
    "format=xlsx&include=data, include",
    "format=csv&include=trail, include",
    "include=all, include",
    "cursor=x, cursor",
    "limit=3, limit",
    "status=GOOD, status"
  })
  void rejects_invalid_parameters(String query, String parameter) {
    export(query).then().statusCode(400).body("errors[0].parameter", is(parameter));
  }

  @Test
  void a_fault_before_the_first_sync_is_answered_with_a_problem() throws SQLException {
    String type = manySyncsAndOneUnreadable(1);
    export("format=ndjson&include=trail&typeKey=" + type)
        .then()
        .statusCode(500)
        .contentType(containsString("problem+json"))
        .body("code", is("INTERNAL"));
  }

  @Test
  void a_fault_in_the_middle_cuts_the_connection() throws Exception {
    String type = manySyncsAndOneUnreadable(600);
    URI uri =
        server().uri().resolve("/api/v1/sync/export?format=ndjson&include=trail&typeKey=" + type);
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + SharedServer.TOKEN).build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());

    assertThat(response.statusCode()).isEqualTo(200);
    try (var body = response.body()) {
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void the_query_ends_when_the_client_disconnects() throws Exception {
    String type = manySyncsAndOneUnreadable(100_000);
    URI uri = server().uri().resolve("/api/v1/sync/export?format=csv&order=asc&typeKey=" + type);
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + SharedServer.TOKEN).build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
    try (var body = response.body()) {
      assertThat(body.readNBytes(1_000)).hasSize(1_000);
      assertThat(queryIsRunning(type)).as("the query runs while the client reads").isTrue();
    }

    await(() -> !queryIsRunning(type));
    for (int attempt = 0; attempt < 50; attempt++) {
      server()
          .api()
          .get("/sync/history?limit=1&typeKey=" + type)
          .then()
          .statusCode(200)
          .body("data[0].typeKey", is(type));
    }
  }

  /**
   * Tells whether a query about this type is open: its transaction is open as long as its cursor.
   */
  private static boolean queryIsRunning(String type) {
    try (var connection = server().dataSource().getConnection();
        var query =
            connection.prepareStatement(
                "select exists (select from pg_stat_activity where state <> 'idle'"
                    + " and pid <> pg_backend_pid() and query like '%copy%' || ? || '%')")) {
      query.setString(1, type);
      try (var rows = query.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
