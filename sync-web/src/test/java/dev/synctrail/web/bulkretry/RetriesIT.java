package dev.synctrail.web.bulkretry;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests bulk retries on platforms without credentials, where every push fails. */
class RetriesIT extends OnSharedServer {
  private static final List<String> TYPES = List.of("RetriedOne", "RetriedTwo", "RetriedThree");

  @BeforeAll
  static void store() {
    for (String typeKey : TYPES) {
      api()
          .body(
              "{\"content\":{\"key\":\"%s\",\"displayName\":\"T\",\"baseType\":\"_component\"},\"source\":\"UI\",\"author\":\"ann\"}"
                  .formatted(typeKey))
          .put("types/" + typeKey);
    }
  }

  private static RequestSpecification api() {
    return server()
        .api()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", UUID.randomUUID().toString());
  }

  /** Creates a platform on which every type failed the given number of times. */
  private static String failing(int times) {
    String id = "retried" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    api()
        .body(
            "{\"id\":\"%s\",\"kind\":\"optimizely\",\"name\":\"R\",\"baseUrl\":\"https://api.cms.optimizely.com\",\"apiVersion\":\"v1\"}"
                .formatted(id))
        .post("platforms")
        .then()
        .statusCode(201);
    for (int i = 0; i < times; i++) {
      String run =
          api()
              .body(
                  "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}"
                      .formatted(id, String.join("\",\"", TYPES)))
              .post("deployments")
              .then()
              .statusCode(202)
              .extract()
              .path("id");
      await(() -> "FAILED".equals(api().get("deployments/" + run).path("status")));
    }
    return id;
  }

  private static ValidatableResponse begin(String platform, String more) {
    return api()
        .body(
            "{\"filter\":{\"platformContains\":\"%s\",\"status\":\"FAILED\"},\"reason\":\"it is back\"%s}"
                .formatted(platform, more))
        .post("retries")
        .then();
  }

  private static String status(String job) {
    return api().get("retries/" + job).path("status");
  }

  @Test
  void counts_the_syncs_and_then_repeats_the_latest_of_each_type() {
    String platform = failing(2);
    api()
        .body("{\"filter\":{\"platform\":\"%s\"}}".formatted(platform))
        .post("retries/count")
        .then()
        .statusCode(200)
        .body("matching", is(6))
        .body("repeatable", is(3))
        .body("resolved", is(List.of()));
    api()
        .body(
            "{\"filter\":{\"platform\":\"%s\",\"typeKeyContains\":\"RETRIEDT\"}}"
                .formatted(platform))
        .post("retries/count")
        .then()
        .statusCode(200)
        .body("matching", is(4))
        .body("repeatable", is(2))
        .body("resolved.criterion", is(List.of("typeKeyContains")))
        .body("resolved[0].values", is(List.of("RetriedThree", "RetriedTwo")));
    begin(platform, ",\"expectedCount\":5").statusCode(409).body("code", is("SET_CHANGED"));

    String job =
        begin(platform, ",\"expectedCount\":6,\"syncMetadata\":{\"ticket\":7}")
            .statusCode(202)
            .body("counts.total", is(6))
            .body("filter.platformContains", is(platform))
            .body("resolved.values", is(List.of(List.of(platform))))
            .body("syncMetadata.ticket", is(7))
            .header("Location", containsString("/api/v1/retries/"))
            .extract()
            .path("id");
    await(() -> "DONE".equals(status(job)));

    api()
        .get("retries/" + job)
        .then()
        .body("progress", is(100))
        .body("counts.started", is(3))
        .body("counts.skipped", is(3))
        .body("completedAt", notNullValue())
        .body("problem", nullValue());
    String next =
        api()
            .get("retries/" + job + "/entries?state=STARTED&limit=1")
            .then()
            .body("data", hasSize(1))
            .body("hasMore", is(true))
            .extract()
            .path("data[0].repeatedBy");
    String repeated = api().get("retries/" + job + "/entries?state=STARTED").path("data[0].syncId");
    api()
        .get("sync/" + next)
        .then()
        .body("retryOf", is(repeated))
        .body("reason", is("it is back"))
        .body("syncMetadata.ticket", is(7));
    api()
        .get("retries/" + job + "/entries?state=SKIPPED")
        .then()
        .body("data", hasSize(3))
        .body("data.reason", everyItem(endsWith("has the same type and is in the same set")));
    api().get("retries").then().body("data.id", hasItem(job));
    api().post("retries/" + job + "/cancel").then().statusCode(409);
    api().post("retries/" + job + "/resume").then().statusCode(409);
  }

  @Test
  void can_be_cancelled_and_resumed_and_waits_while_the_platform_is_busy() throws SQLException {
    String platform = failing(1);
    sql(
        "insert into backlog (trail_id, kind, platform, type_key, due_at) select uuidv7(), 'SYNC', '%s', 'T' || n, now() + interval '1 day' from generate_series(1, 500) n"
            .formatted(platform));
    String job =
        begin(platform, "").statusCode(202).body("status", is("QUEUED")).extract().path("id");

    api()
        .post("retries/" + job + "/cancel")
        .then()
        .statusCode(202)
        .body("status", is("CANCELLED"))
        .body("cancelledBy", notNullValue());
    sql("delete from backlog where platform = '%s'".formatted(platform));
    String other = begin(platform, "").statusCode(202).extract().path("id");
    await(() -> "DONE".equals(status(other)));

    assertThat(status(job)).isEqualTo("CANCELLED");
    api()
        .post("retries/" + job + "/resume")
        .then()
        .statusCode(202)
        .header("Location", endsWith("/retries/" + job))
        .body("cancelledBy", notNullValue())
        .body("resumedBy", notNullValue());
    await(() -> "DONE".equals(status(job)));
  }

  private static void sql(String statement) throws SQLException {
    try (var connection = server().dataSource().getConnection();
        var sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  @Test
  void the_same_idempotency_key_starts_no_second_job() {
    String platform = failing(1);
    String body = "{\"filter\":{\"platform\":\"%s\"},\"reason\":\"once\"}".formatted(platform);
    String key = UUID.randomUUID().toString();

    List<String> jobs =
        Stream.of(1, 2)
            .map(
                time ->
                    server()
                        .api()
                        .contentType(ContentType.JSON)
                        .header("Idempotency-Key", key)
                        .body(body)
                        .post("retries")
                        .then()
                        .statusCode(202)
                        .extract()
                        .<String>path("id"))
            .toList();

    assertThat(jobs.get(1)).isEqualTo(jobs.get(0));
  }

  @Test
  void rejects_invalid_requests() {
    begin("nobodyever", "").statusCode(409).body("code", is("NOTHING_MATCHES"));
    api()
        .body("{\"filter\":{\"offset\":1,\"value\":\"x\",\"endDate\":\"never\"},\"reason\":\"\"}")
        .post("retries")
        .then()
        .statusCode(400)
        .body(
            "errors.pointer.sort()",
            is(List.of("/filter/endDate", "/filter/offset", "/filter/pointer", "/reason")));
    api().body("{\"reason\":\"no filter\"}").post("retries").then().statusCode(400);
    api().body("{}").post("retries/count").then().statusCode(400);
    UUID unknown = UUID.randomUUID();
    api().get("retries/" + unknown).then().statusCode(404);
    api().get("retries/" + unknown + "/entries").then().statusCode(404);
    api().post("retries/" + unknown + "/cancel").then().statusCode(404);
    api().post("retries/" + unknown + "/resume").then().statusCode(404);
    api().get("retries?offset=3").then().statusCode(400);
  }
}
