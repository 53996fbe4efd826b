package dev.synctrail.web.deployment;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.synctrail.web.console.InBrowser;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests the page of a run: its title, its results, and its event log. */
class RunPagesIT extends InBrowser {
  private final String suffix = UUID.randomUUID().toString().replace("-", "").substring(0, 10);
  private final List<String> types = List.of("Result" + suffix + "A", "Result" + suffix + "B");
  private final String platform = "result" + suffix;

  private String deployed() {
    types.forEach(server()::store);
    server().addPlatform(platform);
    return server()
        .run(
            "deployments",
            "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"],\"reason\":\"release 4\"}"
                .formatted(platform, String.join("\",\"", types)));
  }

  @Test
  void a_run_says_what_it_was_and_lists_its_results_before_its_events() {
    String run = deployed();
    String title = "Deploy 2 types to " + platform + ": release 4";
    enter("deployment.xhtml?id=" + run);
    assertThat(page.locator("h1")).containsText(title);
    assertThat(page).hasTitle(title + " – Synctrail");
    Locator rows = page.locator("#rows tbody tr");
    assertThat(rows).hasCount(2);
    assertThat(rows.first()).containsText("Failed");
    assertThat(rows.first()).containsText("credentials");
    assertThat(page.locator("#outcomes li").first()).containsText("2");
    assertThat(page.locator("#outcomes a[href*='status=FAILED']")).containsText("2");
    assertThat(page.locator("#total")).hasText("2 syncs");
    assertThat(page.locator("th[aria-sort=descending]")).containsText("Status");
    assertThat(page.locator("#log")).hasCount(0);
    photograph("run");

    page.locator("#outcomes a[href*='status=FAILED']").click();
    assertThat(rows).hasCount(2);
    assertThat(page.locator("#outcomes a[aria-current=true]")).containsText("Failed");
    navigate("/console/deployment.xhtml?id=" + run + "&status=SUCCESS");
    assertThat(rows).hasCount(0);
    assertThat(page.getByText("No matches")).isVisible();
    page.locator("#live").getByText("show all").click();
    assertThat(rows).hasCount(2);
    page.locator("#rows th a", new Page.LocatorOptions().setHasText("Duration")).click();
    assertThat(page.locator("th[aria-sort=descending]")).containsText("Duration");
    rows.first().locator("td.key a").click();
    assertThat(page).hasURL(Pattern.compile(".*/type\\.xhtml\\?key=Result.*"));

    navigate("/console/deployment.xhtml?id=" + run);
    page.getByText("Event log").click();
    assertThat(page).hasURL(Pattern.compile(".*tab=log"));
    assertThat(page.locator("#log")).containsText("Finished");
    assertThat(page.locator("#rows")).hasCount(0);

    server().run("deployments/" + run + "/retry", "{\"reason\":\"it is back\"}");
    navigate("/console/deployments.xhtml");
    assertThat(page.locator("tbody"))
        .containsText("Retry of 2 pushes to " + platform + ": it is back");
    assertThat(page.locator("tbody")).containsText(title);
    assertThat(page.locator("th[aria-sort=descending]")).containsText("Requested");
    page.locator("th a", new Page.LocatorOptions().setHasText("Failed")).click();
    assertThat(page.locator("th[aria-sort=descending]")).containsText("Failed");
    assertThat(page.locator("tbody td[data-label=Failed]").allTextContents())
        .isSortedAccordingTo(Comparator.comparing(Integer::valueOf, Comparator.reverseOrder()));
  }
}
