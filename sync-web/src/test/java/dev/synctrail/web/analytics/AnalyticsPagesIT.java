package dev.synctrail.web.analytics;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.synctrail.web.console.InBrowser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests that numbers and charts of the console lead to exactly the syncs that they count. */
class AnalyticsPagesIT extends InBrowser {
  private static final String ZONE = "Asia/Kolkata";

  private final String suffix = UUID.randomUUID().toString().replace("-", "").substring(0, 10);
  private final String platform = "charted" + suffix;

  @Override
  protected Page newPage(String language) {
    return browser().open(server().uri(), language, ZONE);
  }

  private void fail(String typeKey, String startedAt) {
    String id =
        server()
            .api()
            .contentType("application/json")
            .body(
                "{\"typeKey\":\"%s\",\"targetPlatform\":\"%s\",\"syncDirection\":\"PUSH\",\"data\":{},\"startedAt\":\"%s\"}"
                    .formatted(typeKey, platform, startedAt))
            .post("/sync")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    server()
        .api()
        .contentType("application/json")
        .body("{\"status\":\"FAILED\",\"error\":\"no\"}")
        .put("/sync/" + id + "/status")
        .then()
        .statusCode(200);
  }

  private static long number(Locator place) {
    return place.count() == 0 ? 0 : Long.parseLong(place.innerText().replaceAll("\\D", ""));
  }

  /** Other tests' syncs may change in between, so it is tried again. */
  @Test
  void every_number_of_the_overview_is_the_number_of_rows_behind_its_link() {
    fail("Counted" + suffix, Instant.now().toString());
    fail("Counted" + suffix, Instant.now().minus(Duration.ofDays(40)).toString());
    server()
        .api()
        .contentType("application/json")
        .body(
            "{\"id\":\"%s\",\"kind\":\"optimizely\",\"name\":\"R\",\"baseUrl\":\"https://api.cms.optimizely.com\"}"
                .formatted(platform))
        .post("platforms")
        .then()
        .statusCode(201);
    server()
        .api()
        .contentType("application/json")
        .body(
            "{\"content\":{\"key\":\"Counted%s\",\"displayName\":\"T\",\"baseType\":\"_component\"}}"
                .formatted(suffix))
        .put("types/Counted" + suffix)
        .then()
        .statusCode(201);
    server()
        .api()
        .contentType("application/json")
        .body("{\"platform\":\"%s\",\"typeKeys\":[\"Counted%s\"]}".formatted(platform, suffix))
        .post("deployment-previews")
        .then()
        .statusCode(202);
    String failed = "sync/history?status=FAILED&platform=" + platform;
    await(() -> server().api().get(failed).jsonPath().getList("data").size() == 3);

    enter("overview.xhtml");
    String counted = "main .figures a[href*=history], main .figures a[href*=conflicts]";
    int links = page.locator(counted).count();
    assertThat(links).isEqualTo(5);
    for (int i = 0; i < links; i++) {
      int link = i;
      await(
          () -> {
            navigate("/console/overview.xhtml");
            Locator one = page.locator(counted).nth(link);
            long shown = number(one);
            navigate("/console/" + one.getAttribute("href"));
            return number(page.locator("#total")) == shown;
          });
    }
    navigate("/console/overview.xhtml");
    assertThat(number(page.locator("main .figures a[href*=FAILED][href*=history]"))).isPositive();
  }

  @Test
  void a_bar_leads_to_its_syncs_and_dragging_to_the_period() {
    String type = "Charted" + suffix;
    for (String at :
        List.of("2026-03-28T23:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T23:00:00Z")) {
      fail(type, at);
    }
    String days =
        "analytics.xhtml?platformContains=%s&granularity=1d&startDate=2026-03-29T00:00:00Z&endDate=2026-03-30T00:00:00Z"
            .formatted(suffix.toUpperCase(Locale.ROOT));
    enter(days);
    assertThat(page.locator("#page-zone")).hasValue(Pattern.compile(".*Asia/.*"));
    assertThat(page.locator("#platformContains")).hasValue(suffix.toUpperCase(Locale.ROOT));
    assertThat(page.locator(".chart tbody").first().locator("tr")).hasCount(2);

    Locator chart = page.locator("#chart-status");
    chart.scrollIntoViewIfNeeded();
    BoundingBox box = chart.boundingBox();
    page.mouse().click(box.x + barX(0), box.y + barY(0));
    assertThat(page).hasURL(Pattern.compile(".*/history\\.xhtml\\?.*status=FAILED.*"));
    assertThat(page.locator("#total")).hasText("1 sync");

    navigate("/console/" + days);
    chart.scrollIntoViewIfNeeded();
    box = chart.boundingBox();
    page.mouse().move(box.x + barX(0) - 5, box.y + barY(0));
    page.mouse().down();
    page.mouse().move(box.x + barX(0) + 15, box.y + barY(0));
    page.mouse().up();
    assertThat(page).hasURL(Pattern.compile(".*/analytics\\.xhtml\\?.*startDate=2026-03-29T00.*"));
    assertThat(page.locator("#granularity")).hasValue("1h");
    assertThat(page.locator(".chart tbody").first().locator("tr")).hasCount(1);

    page.locator("td.key a[href*=" + type + "]").click();
    assertThat(page.locator("#total")).hasText("1 sync");
  }

  private double barX(int bar) {
    return position("x", bar);
  }

  /** The middle of a bar for failed syncs. */
  private double barY(int bar) {
    return (position("y", bar) + position("base", bar)) / 2;
  }

  private double position(String axis, int bar) {
    return ((Number)
            page.evaluate(
                "([axis, bar]) => document.getElementById('chart-status').drawn.getDatasetMeta(2).data[bar][axis]",
                List.of(axis, bar)))
        .doubleValue();
  }
}
