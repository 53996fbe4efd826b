package dev.synctrail.web.ledger;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.browser.PageChecks;
import dev.synctrail.web.console.InBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerPageIT extends InBrowser {
  @TempDir Path folder;

  @Test
  void everything_is_verified_on_demand_and_a_finding_is_explained() throws SQLException {
    String sync = server().record("LedgerPageIT", "{\"a\":1}");
    alter("update sync set reason = 'altered' where id = '" + sync + "'");
    enter("ledger.xhtml");
    verify();
    alter("update sync set reason = null where id = '" + sync + "'");

    assertThat(page.locator("#verifications tbody tr").first()).containsText("Everything");
    assertThat(page.locator("#findings")).containsText("A row is not as it was recorded");
    assertThat(page.locator("#ledger-figures")).containsText("Rows per second");
    assertThat(page.locator("#newest-checkpoint")).containsText("synctrail/");
    assertThat(page.locator("#checkpoints tbody tr")).not().hasCount(0);
    assertThat(page.locator("#anchors tbody tr").first()).containsText("File");
    assertThat(page.locator("#ledger-figures")).containsText("Last anchored");
    photograph("ledger");
    navigate("/console/sync.xhtml?id=" + sync);
    assertThat(page.locator("#proof")).containsText("A row is not as it was recorded");
    navigate("/console/overview.xhtml");
    assertThat(page.locator("#ledger-figures")).containsText("Last verified");
    page.locator("#ledger-alarm a").click();
    assertThat(page.locator("#findings")).containsText("A row is not as it was recorded");

    verify(); // other tests have written rows without entries
    navigate("/console/sync.xhtml?id=" + sync);
    assertThat(page.locator("#proof")).not().containsText("A row is not as it was recorded");
  }

  @Test
  @Tag("sweep")
  void a_sync_shows_its_proof_and_the_evidence_is_verified() throws IOException {
    String sync = server().record("ProofCardIT", "{\"a\":1}");
    enter("sync.xhtml?id=" + sync);

    assertThat(page.locator("#proof"))
        .containsText(Pattern.compile("Checkpoint\\s*[0-9,]+ entries, signed"));
    page.locator("#proof-entries summary").click();
    assertThat(page.locator("#proof-entries tbody tr")).hasCount(1);
    assertThat(page.locator("#proof")).containsText("Not proved");
    String command = Objects.requireNonNull(page.locator("#proof-command").textContent());
    assertThat(command)
        .startsWith("java -jar synctrail-verify.jar --key 'synctrail/")
        .endsWith("' evidence-" + sync + ".zip");
    String key = command.substring(command.indexOf('\'') + 1, command.lastIndexOf('\''));
    assertThat(PageChecks.overflowsAtEveryWidth(page)).isEmpty();

    assertVerified(
        file(() -> link("Download evidence").click()),
        key,
        "the sync " + sync,
        "made without content");
    assertVerified(
        file(() -> link("Download evidence with content").click()),
        key,
        "the sync " + sync,
        "Opened");
    navigate("/console/history.xhtml?typeKey=ProofCardIT");
    page.locator("#export > summary").click();
    assertVerified(file(() -> link("with content").click()), key, "typeKey=ProofCardIT", "Opened");

    navigate("/console/evidence?typeKey=NoSuchTypeAtAll");
    assertThat(page.locator("h1")).containsText("Page not found");
    browserErrors().removeIf(text -> text.contains("404"));
  }

  private Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private void assertVerified(byte[] bundle, String key, String... texts) throws IOException {
    Path file = Files.write(folder.resolve("bundle.zip"), bundle);
    assertThat(EvidenceIT.verify(file, "--key", key).text()).contains(texts).endsWith("VERIFIED\n");
  }

  private void verify() {
    navigate("/console/ledger.xhtml");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Verify everything now"))
        .click();
    assertThat(page.locator("#chosen h2")).containsText("Completed");
  }

  /** Changes rows as an administrator of the database can: without a note of it. */
  private static void alter(String statement) throws SQLException {
    try (var connection = server().dataSource().getConnection();
        var sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute("set local session_replication_role = replica");
      sql.execute(statement);
      connection.commit();
    }
  }
}
