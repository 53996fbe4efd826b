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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests that numbers and charts of the console lead to exactly the syncs that they count. */
class AnalyticsPagesIT extends InBrowser {
  private static final String ZONE = "Asia/Kolkata";

  /** The place of the failed syncs among the numbers of the overview. */
  private static final int FAILED = 3;

  private final String suffix = UUID.randomUUID().toString().replace("-", "").substring(0, 10);
  private final String platform = "charted" + suffix;

  @Override
  protected Page newPage(String language) {
    return browser().open(server().uri(), language, ZONE);
  }

  private void fail(String typeKey, Instant startedAt) {
    server().fail(server().record(typeKey, platform, "{}", startedAt), "no");
  }

  private static long number(Locator place) {
    return place.count() == 0 ? 0 : Long.parseLong(place.innerText().replaceAll("\\D", ""));
  }

  /**
   * Compares what changes, because analytics still counts the syncs that other tests have purged.
   */
  @Test
  void every_number_of_the_overview_is_the_number_of_rows_behind_its_link() {
    enter("overview.xhtml");
    List<Counted> before = counted();
    String type = "Counted" + suffix;
    fail(type, Instant.now());
    fail(type, Instant.now().minus(Duration.ofDays(40)));
    server().addPlatform(platform);
    server().store(type);
    server()
        .api()
        .contentType("application/json")
        .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(platform, type))
        .post("deployment-previews")
        .then()
        .statusCode(202);
    String failed = "sync/history?status=FAILED&platform=" + platform;
    await(() -> server().api().get(failed).jsonPath().getList("data").size() == 3);

    await(
        () -> {
          List<Counted> now = counted();
          return IntStream.range(0, now.size())
                  .allMatch(
                      i ->
                          now.get(i).shown() - before.get(i).shown()
                              == now.get(i).rows() - before.get(i).rows())
              && now.get(FAILED).shown() == before.get(FAILED).shown() + 1;
        });
  }

  /** Returns the numbers of the overview that lead to rows. */
  private List<Counted> counted() {
    navigate("/console/overview.xhtml");
    Locator links =
        page.locator("main .figures a[href*=history], main .figures a[href*=conflicts]");
    assertThat(links).hasCount(5);
    Map<String, Long> shown = new LinkedHashMap<>();
    links.all().forEach(link -> shown.put(link.getAttribute("href"), number(link)));
    return shown.entrySet().stream()
        .map(
            one -> {
              navigate("/console/" + one.getKey());
              return new Counted(one.getValue(), number(page.locator("#total")));
            })
        .toList();
  }

  /**
   * A number of the overview.
   *
   * @param rows how many rows are behind its link
   */
  private record Counted(long shown, long rows) {}

  @Test
  void a_bar_leads_to_its_syncs_and_dragging_to_the_period() {
    String type = "Charted" + suffix;
    for (String at :
        List.of("2026-03-28T23:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T23:00:00Z")) {
      fail(type, Instant.parse(at));
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
