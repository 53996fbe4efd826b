package dev.synctrail.web.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Note;
import dev.synctrail.web.server.OwnServer;
import dev.synctrail.web.server.Watched;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server does whose database was restored from a backup. */
@Tag("long")
class RestoredIT {
  @TempDir Path folder;

  private final MailServer mail = new MailServer();

  @AfterEach
  void stop() {
    mail.close();
  }

  @Test
  void a_restored_database_pushes_nothing_until_a_person_acknowledges_it() throws IOException {
    Path kept = folder.resolve("checkpoint");
    Map<String, String> more =
        Map.of(
            "sync.ledger.kept-checkpoint",
            kept.toString(),
            "sync.ledger.anchor.file",
            folder.resolve("checkpoints").toString(),
            "sync.ledger.anchor.email.to",
            "auditor@example.com",
            "sync.ledger.anchor.email.from",
            "synctrail@example.com",
            "sync.ledger.anchor.email.host",
            "127.0.0.1",
            "sync.ledger.anchor.email.port",
            String.valueOf(mail.port()),
            "sync.ledger.anchor.email.security",
            "none");
    try (var server = new OwnServer("ledger-restored", more)) {
      server.platform().store("Before");
      pushed(server, "Before");
      Watched.await(() -> !mail.mails().isEmpty());
      assertThat(mail.mails().get(0))
          .contains("To: auditor@example.com", "Subject: Checkpoint of ");
      server.process().stop();
      server.database().backUp();
      server.process().start();
      server.platform().store("After");
      pushed(server, "After");
      Watched.await(() -> waitingEntries(server) == 0);
      Watched.await(() -> size(kept) == size(server));
      long lost = size(kept);
      server.process().stop();
      server.database().restore();

      server.process().start();
      Watched.await(() -> server.process().log().contains("LEDGER_ROLLED_BACK"));
      assertThat(size(server)).isLessThan(lost);
      assertThat(server.process().readiness()).isEqualTo(200);
      server
          .platform()
          .api()
          .get("ledger")
          .then()
          .body("state", equalTo("LEDGER_ROLLED_BACK"))
          .body("rollbacks[0].outsideSize", equalTo((int) lost));
      int sent = server.platform().platform().ledger().withoutTokens().size();
      server.platform().store("Later");
      long size = size(server);
      assertThat(deploy(server, "Later").statusCode()).isEqualTo(202);
      long looked = looks(server);
      Watched.await(() -> looks(server) > looked + 3);
      assertThat(server.platform().platform().ledger().withoutTokens()).hasSize(sent);
      assertThat(size(server)).isEqualTo(size);
      assertThat(size(kept)).isEqualTo(lost);

      server
          .platform()
          .api()
          .contentType(ContentType.JSON)
          .body("{\"reason\":\"restored after a disk failure\"}")
          .post("ledger/acknowledgements")
          .then()
          .statusCode(204);
      server
          .platform()
          .api()
          .get("ledger")
          .then()
          .body("state", equalTo("OK"))
          .body("rollbacks", hasSize(0));
      Watched.await(() -> server.platform().platform().keys().contains("Later"));
      Watched.await(() -> waitingEntries(server) == 0 && size(kept) == size(server));
      assertThat(findings(server)).isZero();

      server.process().stop();
      server.process().start();
      server.platform().store("Last");
      pushed(server, "Last");
      assertThat(server.process().log()).doesNotContain("LEDGER_ROLLED_BACK");
    }
  }

  private static void pushed(OwnServer server, String type) {
    deploy(server, type).then().statusCode(202);
    Watched.await(() -> server.platform().platform().keys().contains(type));
    Watched.await(() -> server.testimony().number("select count(*) from backlog") == 0);
  }

  private static Response deploy(OwnServer server, String type) {
    return server
        .platform()
        .api()
        .body("{\"platform\":\"own-prod\",\"typeKeys\":[\"" + type + "\"]}")
        .post("deployments");
  }

  private static long findings(OwnServer server) {
    String id =
        server
            .platform()
            .api()
            .contentType(ContentType.JSON)
            .body("{}")
            .post("ledger/verifications")
            .path("id");
    String address = "ledger/verifications/" + id;
    Watched.await(() -> "COMPLETED".equals(server.platform().api().get(address).path("state")));
    return server.platform().api().get(address).jsonPath().getLong("counts.findings");
  }

  private static long waitingEntries(OwnServer server) {
    return server.testimony().number("select count(*) from ledger_pending");
  }

  private static long size(OwnServer server) {
    return server.testimony().number("select size from ledger_tree");
  }

  private static long size(Path kept) {
    try {
      return Checkpoint.parse(Note.parse(Files.readString(kept)).text()).size();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Counts the runs of the sequencer, which looks each time whether it may work. */
  private static long looks(OwnServer server) {
    return server.testimony().number("select version / 2 from lane where task_name = 'ledger'");
  }
}
