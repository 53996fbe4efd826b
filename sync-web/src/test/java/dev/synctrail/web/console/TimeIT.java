package dev.synctrail.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.server.SharedServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests times, time zones and periods of the console's pages. */
class TimeIT extends InBrowser {
  private static final String ZONE = "Asia/Kolkata";
  private static final Pattern SOME_TIME =
      Pattern.compile("20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} IST");

  @Override
  protected Page newPage(String language) {
    return browser().open(server().uri(), language, ZONE);
  }

  private static String newType() {
    return "Time" + UUID.randomUUID().toString().replace("-", "");
  }

  private void signIn() {
    navigate("/");
    signIn(SharedServer.PASSWORD);
    assertThat(page).hasURL(Pattern.compile(".*/console/.*"));
  }

  @Test
  void times_are_relative_and_exact_in_the_zone_of_the_browser_until_another_is_chosen() {
    String type = newType();
    String id = server().record(type, "{}");
    page.clock().install();
    signIn();
    navigate("/console/history.xhtml?typeKey=" + type);

    Locator started = page.locator("tbody time").first();
    assertThat(started).hasText("now");
    assertThat(started).hasAttribute("title", SOME_TIME);
    page.clock().fastForward(4 * 60_000);
    assertThat(started).hasText(Pattern.compile("[34] min.* ago"));
    page.clock().fastForward(3 * 3_600_000);
    assertThat(started).hasText(Pattern.compile("3 hr.* ago"));
    page.clock().fastForward(20 * 86_400_000);
    page.clock().fastForward(20 * 86_400_000);
    assertThat(page.locator("html")).hasAttribute("data-zone", Pattern.compile("Asia/.*"));

    navigate("/console/sync.xhtml?id=" + id);
    Locator exact = page.locator("dd time").first();
    assertThat(exact).hasText(SOME_TIME);
    page.locator("#page-zone").selectOption("UTC");
    assertThat(exact).hasText(Pattern.compile(".* UTC"));
    assertThat(page.locator("#page-zone")).hasValue("UTC");
    assertThat(page.locator("html")).hasAttribute("data-zone", "UTC");
  }

  @Test
  void a_period_means_the_zone_of_the_page_and_its_address_means_the_same_to_everyone() {
    String type = newType();
    server().record(type, "{}");
    signIn();
    navigate("/console/history.xhtml?typeKey=" + type);

    page.locator("#filters > summary").click();
    page.locator("#startDate").fill("yesterday");
    page.locator("#endDate").fill("yesterday");
    press("Apply");
    LocalDate yesterday = LocalDate.now(ZoneId.of(ZONE)).minusDays(1);
    assertThat(page.getByText("No matches")).isVisible();
    assertThat(URLDecoder.decode(page.url(), StandardCharsets.UTF_8))
        .contains("startDate=" + yesterday + "T00:00:00+05:30")
        .contains("endDate=" + yesterday.plusDays(1) + "T00:00:00+05:30");
    assertThat(page.locator("#startDate")).hasValue(yesterday.toString());
    assertThat(page.locator("#endDate")).hasValue(yesterday.toString());

    page.locator("#filters > summary").click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("1 h").setExact(true))
        .click();
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(page.locator("#endDate")).hasValue(Pattern.compile("[-0-9]{10} [0-9:]{5,8}"));
    assertThat(page).hasURL(Pattern.compile(".*startDate=20.*endDate=20.*period=1h"));
    assertThat(page.locator(".presets [aria-current]")).hasText("1 h");
    photograph("history-period");

    String name = "last hour " + type;
    page.locator("#views > summary").click();
    page.locator("#viewName").fill(name);
    press("Save");
    assertThat(page.locator("#views a").filter(new Locator.FilterOptions().setHasText(name)))
        .hasAttribute("href", Pattern.compile("history\\.xhtml\\?typeKey=" + type + ".*&last=1h"));

    page.locator("#views > summary").click();
    page.locator("#viewRemoved").selectOption(name);
    press("Remove");
    assertThat(page.locator("#views a").filter(new Locator.FilterOptions().setHasText(name)))
        .hasCount(0);

    navigate("/console/analytics.xhtml?startDate=today&granularity=1d");
    assertThat(page.locator(".chart thead th").first()).hasText(Pattern.compile("Asia/.*"));
    assertThat(page.locator(".chart tbody td").first())
        .hasText(LocalDate.now(ZoneId.of(ZONE)).toString());

    navigate("/console/history.xhtml?startDate=soon");
    assertThat(page.locator("#startDate-fault")).containsText("Must be");
    assertThat(page.locator("#startDate")).hasValue("soon");
  }

  @Test
  void the_date_picker_fills_in_a_time_of_the_page() {
    signIn();
    navigate("/console/history.xhtml");

    page.locator("#filters > summary").click();
    page.locator("#startDate ~ input[type=datetime-local]")
        .evaluate(
            "picker => { picker.value = '2026-01-31T09:30'; picker.dispatchEvent(new"
                + " Event('change')); }");
    assertThat(page.locator("#startDate")).hasValue("2026-01-31 09:30");
    assertThat(page.locator("#startDate")).isFocused();
    press("Apply");
    assertThat(page).hasURL(Pattern.compile(".*startDate=2026-01-31T09%3A30%3A00%2B05%3A30"));
  }
}
