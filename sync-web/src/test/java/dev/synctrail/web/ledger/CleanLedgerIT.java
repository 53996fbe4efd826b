package dev.synctrail.web.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.server.LedgerVerification;
import dev.synctrail.web.server.OwnServer;
import dev.synctrail.web.server.Watched;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a server records, a verification of everything finds nothing. */
@Tag("long")
class CleanLedgerIT {

  @Test
  void nothing_is_found_in_what_a_server_has_recorded() {
    try (var server = new OwnServer("clean-ledger", Map.of())) {
      Watched platform = server.platform();
      platform.store("Clean");
      platform.pushed("Clean", platform.api());
      platform.api().body("{\"reason\":\"night\"}").post("pauses").then().statusCode(201);
      String sync =
          platform
              .api()
              .body(
                  """
                  {"typeKey":"Clean","targetPlatform":"elsewhere","syncDirection":"PUSH",
                   "data":{"a":1},"reason":"because"}""")
              .post("sync")
              .then()
              .statusCode(201)
              .extract()
              .path("id");
      platform
          .api()
          .body("{\"status\":\"FAILED\",\"error\":{\"message\":\"no\"}}")
          .put("sync/" + sync + "/status");

      JsonPath verified = LedgerVerification.findsNothing(platform::api);
      JsonPath again = LedgerVerification.findsNothing(platform::api);

      assertThat(again.getLong("counts.entries")).isGreaterThan(verified.getLong("counts.entries"));
      assertThat(server.process().log()).contains("of the ledger: ", " 0 findings");
      List<String> actors = platform.api().get("ledger/verifications").path("data.actor");
      assertThat(actors).as("everything is verified after the start too").contains("synctrail");
    }
  }
}
