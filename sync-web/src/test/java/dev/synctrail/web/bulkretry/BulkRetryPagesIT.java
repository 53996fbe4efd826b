package dev.synctrail.web.bulkretry;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.console.InBrowser;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests bulk retries in the console, on platforms without credentials, where every push fails. */
class BulkRetryPagesIT extends InBrowser {
  private static final Pattern JOB = Pattern.compile(".*/bulk-retry\\.xhtml\\?id=.*");

  private final String suffix = UUID.randomUUID().toString().replace("-", "").substring(0, 10);
  private final List<String> types = List.of("Again" + suffix + "A", "Again" + suffix + "B");
  private final String platform = "again" + suffix;

  @BeforeEach
  void fail_twice() {
    types.forEach(server()::store);
    server().addPlatform(platform);
    for (int i = 0; i < 2; i++) {
      server()
          .run(
              "deployments",
              "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}"
                  .formatted(platform, String.join("\",\"", types)));
    }
  }

  private static void sql(String statement) throws SQLException {
    try (var connection = server().dataSource().getConnection();
        var sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  @Test
  void all_that_match_are_counted_then_retried_once_with_links_to_the_new_syncs() {
    enter("history.xhtml?platform=" + platform + "&typeKeyContains=AGAIN" + suffix);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Retry all that match …"))
        .click();
    assertThat(page.locator(".chips")).containsText(platform);
    assertResolved();
    assertThat(page.locator("#matching")).hasText("4");
    assertThat(page.locator("#repeatable")).hasText("2");
    assertThat(page.locator("#skips li"))
        .hasText(
            List.of("2 × superseded by a later sync of the same type in this set")
                .toArray(String[]::new));
    assertThat(page.locator("#sample tbody tr")).hasCount(4);
    assertThat(page.locator("#sample")).containsText("credentials");
    photograph("new-bulk-retry");
    page.locator("#reason").fill("the platform is back");
    start("Retry 2 syncs");

    assertThat(page).hasURL(JOB);
    assertThat(page.locator("h1")).containsText("Bulk retry: the platform is back");
    assertThat(page.locator("h1")).containsText("Done");
    assertResolved();
    assertThat(page.locator("#counts li").nth(2)).containsText("2");
    assertThat(page.locator("#skips li")).hasCount(1);
    assertThat(page.locator("#skips"))
        .containsText("Sync … was superseded by …, which has the same type and is in the same set");
    Locator retried =
        page.locator("#entries tbody tr").filter(new Locator.FilterOptions().setHasText("Retried"));
    assertThat(retried).hasCount(2);
    assertThat(retried.first()).containsText("Failed");
    photograph("bulk-retry");
    retried.first().locator("a[data-panel]").last().click();
    assertThat(page.locator("dialog.panel")).containsText("the platform is back");
    page.keyboard().press("Escape");
    page.locator("#counts a[href*=SKIPPED]").click();
    assertThat(page.locator("#entries tbody tr")).hasCount(2);

    navigate("/console/bulk-retries.xhtml");
    assertThat(
            page.locator("#jobs tbody tr")
                .filter(new Locator.FilterOptions().setHasText("the platform is back"))
                .first())
        .containsText("Done");
    assertThat(jobs()).hasSize(1);
  }

  private void assertResolved() {
    assertThat(page.locator("#resolved summary"))
        .hasText("Type contains “AGAIN" + suffix + "”: 2 values");
    assertThat(page.locator("#resolved details li")).hasText(types.toArray(String[]::new));
  }

  private List<Object> jobs() {
    return server()
        .api()
        .get("retries?limit=100")
        .path("data.findAll { it.filter.platform == '%s' }.id".formatted(platform));
  }

  /** A double click starts one job. */
  private void start(String label) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label)).click();
    assertThat(page.locator("#askText")).containsText("The set is stored when the job starts");
    page.locator("#askYes").dblclick();
  }

  @Test
  void selected_syncs_are_retried_by_a_job_that_is_cancelled_and_resumed() throws SQLException {
    sql(
        "insert into backlog (trail_id, kind, platform, type_key, due_at) select uuidv7(), 'SYNC', '%s', 'T' || n, now() + interval '1 day' from generate_series(1, 500) n"
            .formatted(platform));
    enter("history.xhtml?platform=" + platform);
    press("Retry selected …");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Nothing selected");
    page.locator("#rows tbody input[name=sync]").first().check();
    press("Retry selected …");
    assertThat(page).hasURL(Pattern.compile(".*/new-bulk-retry\\.xhtml\\?syncIds=.*"));
    assertThat(page.locator(".chips")).containsText("1 sync");
    page.locator("#reason").fill("only this one");
    start("Retry 1 sync");
    assertThat(page).hasURL(JOB);
    assertThat(page.locator("h1")).containsText("Queued");

    page.locator("#cancel").click();
    page.locator("#askYes").click();
    assertThat(page.locator("h1")).containsText("Cancelled");
    page.locator("#resume").click();
    page.locator("#askYes").click();
    assertThat(page.locator("h1")).containsText("Queued");
    assertThat(page.locator("#cancellation")).containsText("resumed by");
    sql("delete from backlog where platform = '%s' and type_key like 'T%%'".formatted(platform));
    assertThat(page.locator("h1")).containsText("Done");
    assertThat(page.locator("#entries tbody tr")).hasCount(1);

    navigate("/console/new-bulk-retry.xhtml");
    assertThat(page.locator("main")).containsText("never covers the whole history");
    assertThat(page.locator("#start")).hasCount(0);
    navigate("/console/new-bulk-retry.xhtml?status=NO_STATUS");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("status");
  }
}
