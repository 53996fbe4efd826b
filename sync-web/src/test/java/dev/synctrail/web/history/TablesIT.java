package dev.synctrail.web.history;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.console.InBrowser;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests what all lists of the console have in common, on the history. */
class TablesIT extends InBrowser {
  private static final String PLATFORM = "tables" + UUID.randomUUID().toString().substring(0, 8);
  private static final String ERROR =
      "InvalidContentType: The group 'seo' of property 'heading' does not match an existing group of the platform (number %d)";
  private static final int SYNCS = 55;
  private static final int MAX_TABS = 15;

  @BeforeAll
  static void record() {
    for (int i = 0; i < SYNCS; i++) {
      String data = "{\"a\":%d}".formatted(i);
      String sync = server().record("Listed%02dPage".formatted(i), PLATFORM, data, Instant.now());
      server().fail(sync, ERROR.formatted(i));
    }
  }

  private Locator rows() {
    return page.locator("#rows tbody tr");
  }

  private List<String> headings() {
    return page.locator("#rows thead th").allTextContents().stream()
        .map(heading -> heading.replaceAll("[^A-Za-z ]", "").strip())
        .filter(heading -> !heading.isEmpty() && !heading.equals("Open"))
        .toList();
  }

  @Test
  void columns_are_chosen_and_ordered_and_the_total_and_the_header_stay_in_view() {
    enter("history.xhtml?platform=" + PLATFORM);
    assertThat(page.locator("#total")).hasText(SYNCS + " syncs");
    assertThat(rows()).hasCount(50);
    assertThat(page.locator(".chips")).containsText(PLATFORM);

    page.locator("#columns > summary").click();
    page.locator("#columns input[value=VERSION]").check();
    page.locator("#columns input[value=QUEUED]").uncheck();
    page.locator("#columns input[value=DIRECTION]").uncheck();
    page.locator("#columns input[value=OPERATION]").uncheck();
    Locator up =
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Move up: Status"));
    for (int i = 0; i < 5; i++) {
      up.press("Enter");
    }
    page.locator("#columns button.strong").click();
    assertThat(page)
        .hasURL(Pattern.compile(".*platform=" + PLATFORM + "&column=STATUS&column=STARTED.*"));
    assertThat(headings())
        .containsExactly(
            "Status", "Started", "Type", "Platform", "Attempts", "Duration", "User", "Version");

    page.locator("#rows a", new Page.LocatorOptions().setHasText("Duration")).click();
    assertThat(page.locator("th[aria-sort=descending]")).containsText("Duration");
    assertThat(headings()).startsWith("Status");
    page.locator("a[rel=next]").click();
    assertThat(rows()).hasCount(SYNCS - 50);
    assertThat(headings()).startsWith("Status");
    page.locator("a[rel=prev]").click();

    rows().last().scrollIntoViewIfNeeded();
    assertThat(
            (Boolean)
                page.evaluate(
                    "() => { const head = document.querySelector('#rows thead th').getBoundingClientRect();"
                        + " return head.top >= 0 && head.bottom <= innerHeight"
                        + " && document.elementFromPoint(head.left + 2, head.top + 2).closest('th') !== null; }"))
        .isTrue();

    page.locator("#columns > summary").click();
    press("Default columns");
    assertThat(page.locator("#rows th", new Page.LocatorOptions().setHasText("Direction")))
        .hasCount(1);
    filterByError("ATFORM (number 5");
    assertThat(rows()).hasCount(6);
    filterByError("\"" + ERROR.formatted(54) + "\"");
    assertThat(page).hasURL(Pattern.compile(".*[?&]errorMessage=Invalid.*"));
    assertThat(page.locator("#errorContains")).hasValue("\"" + ERROR.formatted(54) + "\"");
    assertThat(rows()).hasCount(1);
    filterByError("\"number 54\"");
    assertThat(page.getByText("No matches")).isVisible();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Clear Platform")).click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Clear Error message"))
        .click();
    assertThat(page.locator(".chips")).hasCount(0);
  }

  private void filterByError(String text) {
    page.locator("#filters > summary").click();
    page.locator("#errorContains").fill(text);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Apply")).click();
  }

  @Test
  void a_row_is_reached_by_few_tabs_and_opens_in_a_panel_beside_the_list() {
    enter("history.xhtml?platform=" + PLATFORM);
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    int tabs = 1;
    while (!(Boolean)
            page.evaluate("() => document.activeElement.closest('#rows tbody tr') !== null")
        && tabs < 99) {
      page.keyboard().press("Tab");
      tabs++;
    }
    assertThat(tabs).isLessThanOrEqualTo(MAX_TABS);

    Locator link = rows().first().locator("a[data-panel]");
    Locator panel = page.locator("dialog.panel");
    link.focus();
    page.keyboard().press("Enter");
    assertThat(panel).containsText("Listed54Page");
    assertThat(panel).containsText("number 54");
    assertThat(rows()).hasCount(50);
    photograph("panel");
    rows().nth(1).locator("time").click();
    assertThat(panel).containsText("Listed53Page");
    panel.locator("details[id$=SENT] > summary").click();
    assertThat(panel.locator("details[id$=SENT] .ace_content")).containsText("\"a\"");

    page.keyboard().press("Escape");
    assertThat(panel).isHidden();
    assertThat(link.or(rows().nth(1).locator("a[data-panel]")).and(page.locator(":focus")))
        .hasCount(1);
    page.goForward();
    assertThat(panel).containsText("Listed53Page");
    page.reload();
    assertThat(panel).containsText("Listed53Page");
    page.goBack();
    assertThat(panel).isHidden();
    assertThat(rows()).hasCount(50);

    link.click();
    panel.getByText("Open as page").click();
    assertThat(page).hasURL(Pattern.compile(".*/sync\\.xhtml\\?id=.*"));
    page.navigate("/console/history.xhtml#panel=" + "https%3A%2F%2Felsewhere.example%2F");
    assertThat(panel).hasCount(0);
  }

  @Test
  void fifty_rows_are_at_most_ten_screens_of_a_telephone() {
    page.setViewportSize(390, 844);
    enter("history.xhtml?platform=" + PLATFORM);
    assertThat(rows()).hasCount(50);
    photograph("history-telephone");
    assertThat((Integer) page.evaluate("document.documentElement.scrollHeight"))
        .isLessThanOrEqualTo(10 * 844);

    rows().first().locator("a[data-panel]").click();
    assertThat(page).hasURL(Pattern.compile(".*/sync\\.xhtml\\?id=.*"));
  }
}
