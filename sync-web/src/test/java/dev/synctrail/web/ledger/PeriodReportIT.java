package dev.synctrail.web.ledger;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.ConsistencyProof;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.Note;
import dev.synctrail.web.server.OnSharedServer;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PeriodReportIT extends OnSharedServer {

  @Test
  void a_period_is_reported_byte_for_byte_as_of_a_checkpoint() {
    String from = Instant.now().minus(Duration.ofMinutes(10)).toString();
    String until = Instant.now().plus(Duration.ofMinutes(10)).toString();
    String sync = record();
    await(() -> server().api().get("/sync/" + sync + "/proof").path("leaves.size()").equals(1));

    Response newest = report(from, until, "").then().statusCode(200).extract().response();
    JsonPath report = newest.jsonPath();
    Checkpoint asOf = checkpoint(report.getString("checkpoint"));
    record();
    String again = report(from, until, "&checkpoint=" + asOf.size()).asString();

    assertThat(newest.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"period-" + asOf.size() + ".json\"");
    assertThat(again).isEqualTo(newest.asString());
    assertThat(report.<Map<String, Object>>getList("records"))
        .filteredOn(recorded -> Map.of("id", sync).equals(recorded.get("key")))
        .singleElement()
        .satisfies(
            recorded -> {
              assertThat(recorded).containsEntry("table", "sync");
              assertThat(recorded)
                  .containsEntry(
                      "values", Map.of("actor", "bootstrap", "reason", "PeriodReportIT"));
            });
    Checkpoint after = checkpoint(report.getString("completeness.checkpointAfter"));
    assertThat(report.getLong("completeness.lastLeaf")).isEqualTo(after.size() - 1);
    if (report.getString("completeness.checkpointBefore") != null) {
      Checkpoint before = checkpoint(report.getString("completeness.checkpointBefore"));
      assertThat(report.getLong("completeness.firstLeaf")).isEqualTo(before.size());
      assertThat(continues(before, after, report.getList("completeness.consistency"))).isTrue();
    }
    assertThat(continues(after, asOf, report.getList("completeness.consistencyToCheckpoint")))
        .isTrue();
  }

  @Test
  void a_report_is_also_a_pdf() {
    String sync = record();
    await(() -> server().api().get("/sync/" + sync + "/proof").path("leaves.size()").equals(1));
    JsonPath place = server().api().get("/sync/" + sync + "/proof").jsonPath();
    long size = checkpoint(place.getString("checkpoint")).size();
    String from = Instant.now().minusSeconds(2).toString();
    String until = Instant.now().plusSeconds(60).toString();

    byte[] pdf = pdf(from, until, size);

    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(pdf(from, until, size)).isEqualTo(pdf);
  }

  @Test
  void wrong_input_is_a_problem() {
    report("yesterday", "2026-01-01T00:00:00Z", "")
        .then()
        .statusCode(400)
        .body("errors[0].parameter", is("from"));
    report("2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z", "")
        .then()
        .statusCode(400)
        .body("errors[0].parameter", is("until"));
    report("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "&checkpoint=999999999")
        .then()
        .statusCode(404);
    report("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "&checkpoint=x").then().statusCode(400);
  }

  private static byte[] pdf(String from, String until, long size) {
    return server()
        .api()
        .accept("application/pdf")
        .get("/reports/period?from=" + from + "&until=" + until + "&checkpoint=" + size)
        .then()
        .statusCode(200)
        .contentType("application/pdf")
        .extract()
        .asByteArray();
  }

  private static Response report(String from, String until, String more) {
    return server().api().get("/reports/period?from=" + from + "&until=" + until + more);
  }

  private static Checkpoint checkpoint(String note) {
    return Checkpoint.parse(Note.parse(note).text());
  }

  private static boolean continues(Checkpoint first, Checkpoint second, List<String> hashes) {
    return new ConsistencyProof(
            first.size(), second.size(), hashes.stream().map(Hash::ofBase64).toList())
        .proves(first.root(), second.root());
  }

  private static String record() {
    return server()
        .api()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .body(
            """
            {"typeKey":"PeriodReportIT","targetPlatform":"elsewhere","syncDirection":"PUSH",
             "data":{"a":1},"reason":"PeriodReportIT"}""")
        .post("/sync")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }
}
