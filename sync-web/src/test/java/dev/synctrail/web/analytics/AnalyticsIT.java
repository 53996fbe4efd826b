package dev.synctrail.web.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyticsIT extends OnSharedServer {
  private static String record(String platform, String typeKey, String more) {
    return server()
        .api()
        .contentType("application/json")
        .body(
            "{\"typeKey\":\"%s\",\"targetPlatform\":\"%s\",\"syncDirection\":\"PUSH\",\"data\":{\"key\":\"x\"}%s}"
                .formatted(typeKey, platform, more))
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

  private static List<String> history(String platform) {
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      settle(record(platform, "Hero", ""), "{\"status\":\"SUCCESS\"}");
    }
    for (String typeKey : List.of("Hero", "Teaser")) {
      String id = record(platform, typeKey, "");
      settle(id, "{\"status\":\"FAILED\",\"error\":\"" + typeKey + " has 3 errors\"}");
      failed.add(id);
    }
    record(platform, "Hero", "");
    return failed;
  }

  private static ValidatableResponse get(String path) {
    return server().api().get(path).then();
  }

  @Test
  void health_has_the_fields_of_the_origin_and_links_to_syncs() {
    List<String> failed = history("healthy1");

    get("/sync/analytics?platform=healthy1")
        .statusCode(200)
        .body("platform", is("healthy1"))
        .body("totalSyncs", is(7))
        .body("successfulSyncs", is(4))
        .body("failedSyncs", is(2))
        .body("partialSyncs", is(0))
        .body("inProgressSyncs", is(1))
        .body("recentFailures", is(2))
        .body("successRate", equalTo(66.6667f))
        .body("commonErrors", contains("REPORTED: <type> has <number> errors (2 times)"))
        .body("failurePatterns", hasSize(1))
        .body("failurePatterns[0].affectedTypes", contains("Hero", "Teaser"))
        .body("failurePatterns[0].examples", hasItem(failed.get(0)))
        .body("failurePatterns[0].count", is(2))
        .body("lastFailedSync.id", is(failed.get(1)))
        .body("lastSuccessfulSync", hasKey("startedAt"))
        .body("breaker", is("CLOSED"))
        .body("recommendations", hasSize(0));
  }

  @Test
  void a_recommendation_has_its_rule_numbers_and_working_links() {
    for (int i = 0; i < 10; i++) {
      settle(record("lowrate", "Hero", ""), "{\"status\":\"FAILED\",\"error\":\"no\"}");
    }

    String link =
        get("/sync/analytics?platform=lowrate")
            .statusCode(200)
            .body("successRate", equalTo(0))
            .body("recommendations", hasItem(containsString("Only 0 % of 10")))
            .body("recommendationDetails.rule", hasItem("success-rate-low"))
            .extract()
            .path("recommendationDetails.find { it.rule == 'success-rate-low' }.links[0]");
    get(link.substring("/api/v1".length())).statusCode(200).body("data", hasSize(10));
  }

  @Test
  void no_syncs_have_no_rate_and_an_unknown_platform_is_404() {
    record("onlyopen", "Hero", "");

    get("/sync/analytics?type=success-rate&platform=onlyopen")
        .statusCode(200)
        .body("$", hasKey("successRate"))
        .body("successRate", nullValue())
        .body("settled", is(0));
    get("/sync/analytics?type=health&platform=neverheardof")
        .statusCode(404)
        .body("code", is("NOT_FOUND"));
  }

  @Test
  void every_report_type_is_available() {
    history("reports");

    get("/sync/analytics?type=metrics&platform=reports")
        .statusCode(200)
        .body("data", hasSize(1))
        .body("data[0].total", is(7))
        .body("data[0].compressionRatio", is(1))
        .body("data[0]", hasKey("p99Duration"));
    get("/sync/analytics?type=failures&platform=reports")
        .statusCode(200)
        .body("failurePatterns[0].trend", is("NEW"));
    get("/sync/analytics?type=success-rate&platform=reports")
        .statusCode(200)
        .body("success", is(4))
        .body("settled", is(6));
  }

  @Test
  void metrics_are_bucketed_by_days_of_a_zone_and_grouped() {
    for (String startedAt : List.of("2026-03-28T22:59:00Z", "2026-03-28T23:00:00Z")) {
      record("zoned", "Hero", ",\"startedAt\":\"" + startedAt + "\"");
    }

    get("/sync/metrics?platformContains=ZONED&typeKeyContains=eR&granularity=1d&zone=Europe/Berlin&groupBy=typeKey"
            + "&measures=total,successRate&startDate=2026-03-20&endDate=2026-04-02")
        .statusCode(200)
        .body("data", hasSize(2))
        .body("data.start", contains("2026-03-27T23:00:00.000Z", "2026-03-28T23:00:00.000Z"))
        .body("data.typeKey", contains("Hero", "Hero"))
        .body("data.total", contains(1, 1))
        .body("data[0]", hasKey("successRate"))
        .body("data[0]", not(hasKey("failed")))
        .body("data[0]", not(hasKey("platform")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/sync/analytics?type=weather|type|health",
        "/sync/analytics?startDate=2026-02-02&endDate=2026-01-01|endDate|before the start",
        "/sync/analytics?startDate=1970-01-01&endDate=9999-01-01|startDate|3660 days",
        "/sync/analytics?startDate=yesterday|startDate|2026-01-31",
        "/sync/metrics?zone=Mars/Olympus|zone|Europe/Berlin",
        "/sync/metrics?granularity=1s|granularity|15m",
        "/sync/metrics?granularity=15m&startDate=2025-01-01&endDate=2026-01-01|granularity|10000",
        "/sync/metrics?groupBy=actor|groupBy|typeKey",
        "/sync/metrics?measures=total,luck|measures|successRate",
        "/sync/metrics?limit=3|limit|Unknown"
      })
  void invalid_queries_are_rejected_with_the_limit(String path, String parameter, String detail) {
    get(path)
        .statusCode(400)
        .body("errors[0].parameter", is(parameter))
        .body("errors[0].detail", containsString(detail));
  }

  @Test
  void a_type_key_may_be_analytics_or_metrics() {
    for (String typeKey : List.of("analytics", "metrics")) {
      record("routes", typeKey, "");
      for (String path : List.of("/sync/" + typeKey + "/history", "/sync/type/" + typeKey)) {
        get(path + "?platform=routes").statusCode(200).body("data", hasSize(1));
      }
    }
  }

  @Test
  void the_lanes_roll_up_syncs_and_rebuild_on_request() throws Exception {
    history("rolledup");
    await("select count(*) from sync_delta", 0);
    get("/sync/analytics?platform=rolledup").statusCode(200).body("totalSyncs", is(7));

    server()
        .api()
        .post("/sync/analytics/rebuild")
        .then()
        .statusCode(202)
        .header("Location", containsString("/api/v1/sync/analytics/rebuild"))
        .body("state", is("QUEUED"));
    await("select count(*) from analytics_state where rebuild_finished_at is null", 0);

    get("/sync/analytics/rebuild")
        .statusCode(200)
        .body("state", is("COMPLETED"))
        // other tests on this server delete rows by SQL, and a rebuild correctly reports the
        // difference
        .body("findings", everyItem(not(containsString(" rolledup "))))
        .body("askedBy", is("bootstrap"));
    get("/sync/analytics?platform=rolledup")
        .statusCode(200)
        .body("totalSyncs", is(7))
        .body("failurePatterns[0].count", is(2));
  }

  /** The lanes do not signal that they are done, so this polls the database. */
  private static void await(String count, long expected) throws SQLException, InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    long found = -1;
    while (found != expected && Instant.now().isBefore(end)) {
      try (var connection = server().dataSource().getConnection();
          var statement = connection.createStatement();
          var rows = statement.executeQuery(count)) {
        rows.next();
        found = rows.getLong(1);
      }
      Thread.sleep(50);
    }
    assertThat(found).as(count).isEqualTo(expected);
  }

  @Test
  void the_health_report_is_available_as_pdf() throws IOException {
    history("onpaper");

    for (String format : List.of("&format=pdf", "")) {
      Response answer =
          server()
              .api()
              .header("Accept", format.isEmpty() ? "application/pdf" : "*/*")
              .get("/sync/analytics?platform=onpaper" + format);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.contentType()).isEqualTo("application/pdf");
      try (PDDocument document = Loader.loadPDF(answer.asByteArray())) {
        assertThat(new PDFTextStripper().getText(document))
            .contains("Health of onpaper", "Success rate 66.6667 %", "FAILED 2");
      }
    }
    get("/sync/analytics?platform=onpaper&format=pdf&type=failures").statusCode(400);
    get("/sync/analytics?platform=onpaper&format=paper").statusCode(400);
    get("/sync/analytics?platform=onpaper").contentType("application/json");
  }
}
