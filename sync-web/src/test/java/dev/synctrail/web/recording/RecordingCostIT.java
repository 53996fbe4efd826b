package dev.synctrail.web.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.server.Cost;
import dev.synctrail.web.server.OwnServer;
import dev.synctrail.web.server.Watched;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the database does for a sync that an external system records: one request that begins it and
 * one that ends it.
 */
@Tag("long")
class RecordingCostIT {
  private static final int PAIRS = 200;

  /**
   * The begin of each transaction and each statement, in alphabetical order. Authentication, which
   * every request needs, is not among them.
   */
  private static final List<String> STATEMENTS =
      List.of(
          "BEGIN",
          "BEGIN",
          "insert into ledger_pending",
          "insert into ledger_pending",
          "insert into snapshot",
          "insert into sync (",
          "insert into sync_event",
          "select * from sync where id = $1 for update",
          "select changes, payloads, more from ledger_take()",
          "select changes, payloads, more from ledger_take()",
          "update sync set");

  private static OwnServer server;

  @BeforeAll
  static void start() {
    server = new OwnServer("recording-cost", Map.of());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void a_sync_is_recorded_by_these_statements() {
    Cost cost =
        costOfEach(
            () -> server.platform().known().basePath("/api/v1").contentType(ContentType.JSON));

    assertThat(cost.each())
        .filteredOn(statement -> !statement.contains("access_token"))
        .zipSatisfy(STATEMENTS, (statement, text) -> assertThat(statement).startsWith(text));
  }

  private static Cost costOfEach(Supplier<RequestSpecification> request) {
    record("warm-up", request.get(), request.get());
    Cost before = server.cost();
    for (int number = 0; number < PAIRS; number++) {
      record("text " + number, request.get(), request.get());
    }
    Watched.await(() -> server.testimony().number("select count(*) from payload_unindexed") == 0);
    return server.cost().since(before, PAIRS);
  }

  private static void record(String text, RequestSpecification begin, RequestSpecification end) {
    String id =
        begin
            .body(
                "{\"typeKey\":\"Cost\",\"targetPlatform\":\"other\",\"syncDirection\":\"PUSH\",\"data\":{\"text\":\"%s\"}}"
                    .formatted(text))
            .post("sync")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    end.body("{\"status\":\"SUCCESS\"}").put("sync/" + id + "/status").then().statusCode(200);
  }
}
