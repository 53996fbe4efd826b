package dev.synctrail.web.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.synctrail.web.server.LedgerVerification;
import dev.synctrail.web.server.OwnServer;
import dev.synctrail.web.server.Watched;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Imports many syncs and purges their payloads at the same time, while somebody keeps a transaction
 * open.
 */
@Tag("long")
class LedgerLoadIT {
  private static final int IMPORTS = 5;
  private static final int LINES = 200;
  private static final int ATTEMPTS = 100;

  /** The random end of an id, which differs between syncs of a millisecond. */
  private static final int ID_START = 24;

  private static final String PLACE = "<end of id>";

  @Test
  void a_hundred_thousand_imported_rows_and_their_purge_are_in_the_log() throws SQLException {
    try (var server = new OwnServer("ledger-load", Map.of());
        Connection open = server.testimony().connection()) {
      open.setAutoCommit(false);
      open.createStatement().execute("select pg_current_xact_id()");
      String line = exported(server.platform());
      server
          .platform()
          .api()
          .body("{\"rules\":[{\"platform\":\"elsewhere\",\"payloads\":\"P30D\"}]}")
          .put("retention/rules")
          .then()
          .statusCode(200);

      for (int i = 0; i < IMPORTS; i++) {
        int from = i * LINES;
        String lines =
            IntStream.range(from, from + LINES)
                .mapToObj(number -> numbered(line, number))
                .collect(Collectors.joining());
        server
            .platform()
            .api()
            .contentType("application/x-ndjson")
            .body(lines.getBytes(StandardCharsets.UTF_8))
            .post("sync/import")
            .then()
            .statusCode(200)
            .body("errors", hasSize(0))
            .body("imported", equalTo(LINES));
        if (i == 1) {
          server.platform().api().body("{}").post("retention/purges").then().statusCode(202);
        }
      }

      Watched.await(() -> number(server, "select count(*) from purge where ended_at is null") == 0);
      Watched.await(() -> number(server, "select count(*) from ledger_pending") == 0);
      assertThat(number(server, "select count(*) from purge where payloads > 0")).isPositive();
      var verified = LedgerVerification.findsNothing(server.platform()::api);
      assertThat(verified.getLong("counts.rows")).isGreaterThan((long) IMPORTS * LINES * ATTEMPTS);
    }
  }

  private static long number(OwnServer server, String sql) {
    return server.testimony().number(sql);
  }

  private static String exported(Watched platform) {
    String id =
        platform
            .api()
            .body(
                """
                {"typeKey":"Loaded","targetPlatform":"elsewhere","syncDirection":"PUSH",
                 "data":{"number":"NUMBER"},"startedAt":"2026-02-11T01:02:03Z"}""")
            .post("sync")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    for (int number = 1; number <= ATTEMPTS; number++) {
      platform
          .api()
          .body(
              "{\"number\":%d,\"startedAt\":\"2026-02-11T01:02:04Z\",\"endedAt\":\"2026-02-11T01:02:05Z\",\"error\":\"no\"}"
                  .formatted(number))
          .post("sync/" + id + "/attempts")
          .then()
          .statusCode(201);
    }
    platform.api().body("{\"status\":\"SUCCESS\"}").put("sync/" + id + "/status");
    return platform
        .api()
        .get("sync/export?format=ndjson&include=data&include=trail&typeKey=Loaded")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .replace(id.substring(ID_START), PLACE);
  }

  /** Returns the line of another sync of the same millisecond. */
  private static String numbered(String line, int number) {
    return line.replace(PLACE, "%012x".formatted(number));
  }
}
