package dev.synctrail.web.search;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.browser.PageChecks;
import dev.synctrail.web.console.InBrowser;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests the search field of the header and the page of its results. */
class SearchPagesIT extends InBrowser {

  private static String newType() {
    return "Search" + UUID.randomUUID().toString().replace("-", "");
  }

  private static String stored(String type) {
    return server()
        .api()
        .contentType("application/json")
        .body(
            "{\"content\":{\"key\":\"%s\",\"displayName\":\"T\",\"baseType\":\"_page\"},\"source\":\"UI\"}"
                .formatted(type))
        .put("/types/" + type)
        .then()
        .statusCode(201)
        .extract()
        .path("versionId");
  }

  private Locator options() {
    return page.locator("#search-results [role=option]");
  }

  @Test
  void a_type_is_opened_by_keyboard_and_then_comes_first() {
    String type = newType();
    String version = stored(type);
    String sync = server().record(type, "{}");
    enter("overview.xhtml");

    page.keyboard().press("/");
    assertThat(page.locator("#search")).isFocused();
    assertThat(options().filter(new Locator.FilterOptions().setHasText("Start a deployment")))
        .hasCount(1);
    page.locator("#search").fill(type.substring(3).toUpperCase(Locale.ROOT));
    assertThat(options().first()).hasText(type);
    assertThat(options().first()).hasAttribute("aria-selected", "true");
    assertThat(page.locator("#search-status")).hasText("Results: 1");
    assertThat(PageChecks.violations(page, "header")).isEmpty();
    photograph("search-field");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/type\\.xhtml\\?key=" + type));

    navigate("/console/overview.xhtml");
    page.keyboard().press("Control+k");
    assertThat(page.locator("#search-results .label").first()).hasText("Recently opened");
    assertThat(options().first()).containsText(type);
    page.keyboard().press("ArrowUp");
    assertThat(options().last()).hasAttribute("aria-selected", "true");
    page.keyboard().press("ArrowDown");
    assertThat(options().first()).hasAttribute("aria-selected", "true");
    page.keyboard().press("Escape");
    assertThat(page.locator("#search-results")).isHidden();

    page.locator("#search").fill(version.substring(0, 20));
    assertThat(options().first()).containsText("Version · " + type);
    page.locator("#search").fill(sync);
    assertThat(options().first()).containsText("Sync · " + type);
    options().first().click();
    assertThat(page).hasURL(Pattern.compile(".*/sync\\.xhtml\\?id=" + sync));
  }

  @Test
  void the_results_page_finds_what_only_others_recorded_and_people() {
    String type = newType();
    server().record(type, "{}");
    enter("search.xhtml?q=" + type.toLowerCase(Locale.ROOT));
    assertThat(page.locator("#found li")).hasCount(1);
    page.locator("#found a").click();
    assertThat(page).hasURL(Pattern.compile(".*/history\\.xhtml\\?typeKey=" + type));

    navigate("/console/search.xhtml?q=BOOTSTRAP");
    assertThat(
            page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName("bootstrap").setExact(true)))
        .hasAttribute("href", Pattern.compile(".*token\\.xhtml\\?id=.*"));
    navigate("/console/search.xhtml?q=%25");
    assertThat(page.locator("#found")).containsText("No matches");
  }
}
