package dev.synctrail.web.ledger;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.console.InBrowser;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class LedgerPageIT extends InBrowser {

  @Test
  void everything_is_verified_on_demand_and_a_finding_is_explained() throws SQLException {
    String sync = server().record("LedgerPageIT", "{\"a\":1}");
    alter("update sync set reason = 'altered' where id = '" + sync + "'");
    enter("ledger.xhtml");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Verify everything now"))
        .click();

    assertThat(page.locator("#chosen h2")).containsText("Completed");
    alter("update sync set reason = null where id = '" + sync + "'");
    assertThat(page.locator("#verifications tbody tr").first()).containsText("Everything");
    assertThat(page.locator("#findings")).containsText("A row is not as it was recorded");
    assertThat(page.locator("#ledger-figures")).containsText("Rows per second");
    photograph("ledger");
    navigate("/console/overview.xhtml");
    assertThat(page.locator("#ledger-figures")).containsText("Last verified");
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
