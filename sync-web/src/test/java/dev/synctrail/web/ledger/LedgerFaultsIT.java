package dev.synctrail.web.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.synctrail.web.server.OwnServer;
import dev.synctrail.web.server.TestLedgerKeyFile;
import dev.synctrail.web.server.Watched;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server does whose ledger key is lost and found again, or whose ledger was altered. */
@Tag("long")
class LedgerFaultsIT {
  private static final String REPORT = "Nothing can be recorded or pushed: ";
  private static final String ALTERED = "The ledger was altered, and nothing is appended to it: ";
  private static final int TYPES = 200;

  @TempDir Path folder;

  @Test
  void without_its_key_a_server_records_and_pushes_nothing() throws IOException {
    Path key = Files.copy(TestLedgerKeyFile.PATH, folder.resolve("key.pem"));
    try (var server = new OwnServer("ledger-key", Map.of("sync.ledger.key", key.toString()))) {
      List<String> types = IntStream.range(0, TYPES).mapToObj(i -> "Keyless" + i).toList();
      types.forEach(type -> server.platform().store(type));
      deploy(server, types).then().statusCode(202);
      server.process().stop();
      long waiting = waiting(server);
      int sent = server.platform().platform().ledger().withoutTokens().size();
      assertThat(waiting).isPositive();
      Files.delete(key);

      server.process().launch();
      Watched.await(() -> server.process().readiness() == 503);
      Watched.await(() -> server.platform().api().get("me").statusCode() == 200);
      Watched.await(() -> server.process().log().contains(REPORT));
      deploy(server, types)
          .then()
          .statusCode(503)
          .body("code", equalTo("LEDGER_KEY_MISSING"))
          .body("detail", equalTo("The ledger has no key that it can use; nothing was recorded"));

      assertThat(waiting(server)).isEqualTo(waiting);
      assertThat(server.platform().platform().ledger().withoutTokens()).hasSize(sent);
      assertThat(server.process().log())
          .containsOnlyOnce(REPORT + key + " (sync.ledger.key) cannot be read: there is no such")
          .doesNotContain("LedgerKeyMissing");

      Files.writeString(key, TestLedgerKeyFile.another());
      String wrong = "The key is not the one of this ledger";
      Watched.await(() -> server.process().readinessReport().contains(wrong));
      deploy(server, types).then().statusCode(503).body("code", equalTo("LEDGER_KEY_MISSING"));
      assertThat(waiting(server)).isEqualTo(waiting);

      Files.copy(TestLedgerKeyFile.PATH, key, StandardCopyOption.REPLACE_EXISTING);
      Watched.await(() -> server.process().readiness() == 200);
      Watched.await(() -> waiting(server) == 0);
      assertThat(server.platform().platform().keys()).containsAll(types);
    }
  }

  /** Signing again would confirm the change, and a line every second would hide the first one. */
  @Test
  void to_an_altered_ledger_nothing_is_appended_and_one_line_says_so() {
    try (var server = new OwnServer("ledger-altered", Map.of())) {
      server.platform().store("Before");
      Watched.await(() -> server.testimony().number("select size from ledger_tree") > 0);
      Watched.await(() -> waitingEntries(server) == 0);
      long size = server.testimony().number("select size from ledger_tree");
      server
          .testimony()
          .text(
              "update ledger_tile set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1)"
                  + " where level = 0 and number = 0 returning number::text");

      server.platform().store("After");
      Watched.await(() -> server.process().log().contains(ALTERED));
      long runs = runs(server);
      Watched.await(() -> runs(server) > runs + 1);

      assertThat(waitingEntries(server)).isPositive();
      assertThat(server.testimony().number("select size from ledger_tree")).isEqualTo(size);
      assertThat(server.process().log())
          .containsOnlyOnce(ALTERED + "The tiles of the ledger are not those of the checkpoint")
          .doesNotContain("LedgerAltered");
    }
  }

  private static long waitingEntries(OwnServer server) {
    return server.testimony().number("select count(*) from ledger_pending");
  }

  /** Counts the runs of the sequencer, each of which changes its row twice. */
  private static long runs(OwnServer server) {
    return server.testimony().number("select version / 2 from lane where task_name = 'ledger'");
  }

  private static Response deploy(OwnServer server, List<String> types) {
    return server
        .platform()
        .api()
        .body("{\"platform\":\"own-prod\",\"typeKeys\":[\"" + String.join("\",\"", types) + "\"]}")
        .post("deployments");
  }

  private static long waiting(OwnServer server) {
    return server.testimony().number("select count(*) from backlog");
  }
}
