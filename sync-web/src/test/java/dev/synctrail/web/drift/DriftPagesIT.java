package dev.synctrail.web.drift;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.synctrail.web.server.Watched.await;
import static dev.synctrail.web.server.Watched.component;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.browser.PageChecks;
import dev.synctrail.web.console.InBrowser;
import dev.synctrail.web.server.Watched;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the pages of drift, checks and conflicts. */
class DriftPagesIT extends InBrowser {
  private static final String PLATFORM = "drift-pages";
  private static final String DRIFT = "drift.xhtml?platform=" + PLATFORM;
  private static final String CHOSEN = "correct horse battery";

  private static Watched scene;

  @BeforeAll
  static void start() {
    scene = new Watched(PLATFORM).start();
  }

  @BeforeEach
  void enter() {
    enter("overview.xhtml");
  }

  /** Pushes a type and returns its sync after it was read back. */
  private static String pushed(String typeKey) {
    scene.store(typeKey, "One", 1);
    String sync = scene.pushed(typeKey, scene.api());
    await(() -> "CONFIRMED".equals(scene.api().get("sync/" + sync).path("verdict.word")));
    return sync;
  }

  /** Changes a type on the platform and pushes another change, so that a conflict is found. */
  private static String conflict(String typeKey, String theirs, String ours, int order) {
    pushed(typeKey);
    scene.platform().edit(component(typeKey, theirs, 7));
    scene.store(typeKey, ours, order);
    return scene.pushed(typeKey, scene.api());
  }

  private Locator row(String table, String text) {
    return page.locator(table + " tbody tr").filter(new Locator.FilterOptions().setHasText(text));
  }

  @Test
  void a_check_shows_its_progress_and_the_changes_by_others() {
    pushed("ChangedByHand");
    pushed("TakenAway");
    scene.platform().edit(component("ChangedByHand", "By hand", 1));
    scene.platform().remove("TakenAway");
    scene.platform().edit(component("Stranger", "Not ours", 1));
    page.navigate("/console/" + DRIFT);
    assertThat(row("#deployed-types", "ChangedByHand")).containsText("In sync");

    page.locator("#reason").fill("a look <b>around</b>");
    Chromium.press(page, "Check now");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Check started");
    assertThat(row("#deployed-types", "ChangedByHand")).containsText("Modified");
    assertThat(row("#deployed-types", "ChangedByHand")).containsText("/displayName");
    assertThat(row("#deployed-types", "TakenAway")).containsText("Missing");
    assertThat(row("#deployed-types", "Stranger")).containsText("never pushed from here");
    assertThat(row("#checks", "a look <b>around</b>")).containsText("Completed");
    assertThat(row(".drift-incidents", "ChangedByHand")).containsText("Ongoing");
    Chromium.photograph(page, "drift-found");

    row("#deployed-types", "ChangedByHand")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Compare"))
        .click();
    assertThat(page.locator("#compared")).containsText("\"By hand\"");
    page.locator("#compared").getByText("Unified").click();
    assertThat(page.locator("#compared td.added")).containsText("By hand");
    page.locator("#drift-summary a[href*='platform=%s&state=MISSING']".formatted(PLATFORM)).click();
    assertThat(page.locator("#deployed-types tbody tr")).hasCount(1);
    page.locator("#columns > summary").click();
    page.locator("#columns input[value=FIELDS]").uncheck();
    page.locator("#columns button[data-move=up]").last().press("Enter");
    page.locator("#columns button.strong").click();
    page.locator("#drift-summary a[href*='platform=%s&state=MODIFIED']".formatted(PLATFORM))
        .click();
    assertThat(page.locator("#deployed-types th"))
        .hasText(new String[] {"Type", "Status", "Last checked", "Last push", "Actions"});
    assertThat(row("#deployed-types", "ChangedByHand")).containsText("Modified");
    page.navigate("/console/overview.xhtml");
    assertThat(page.locator("#board a[href*=DRIFTED] strong")).hasText(Pattern.compile("[1-9].*"));

    scene.platform().edit(component("ChangedByHand", "One", 1));
    page.navigate("/console/" + DRIFT);
    Chromium.press(page, "Check now");
    assertThat(row("#deployed-types", "ChangedByHand")).containsText("In sync");
    assertThat(row(".drift-incidents", "ChangedByHand")).containsText("reverted on the platform");
    page.navigate("/console/drift-history.xhtml?typeKey=ChangedByHand&ongoing=true");
    assertThat(page.getByText("No matches")).isVisible();
  }

  @Test
  void a_conflict_is_compared_and_resolved_with_a_reason() {
    String sync = conflict("Fought", "Theirs", "Ours", 1);
    page.navigate("/console/overview.xhtml");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^[0-9]+$")))
        .and(page.locator("[href='conflicts.xhtml?open=true']"))
        .click();
    assertThat(row("", "Fought").first()).isVisible();
    page.navigate("/console/conflicts.xhtml?open=true&platform=" + PLATFORM);
    assertThat(page.locator("th[aria-sort=descending]")).containsText("Found");
    page.locator("th a", new Page.LocatorOptions().setHasText("Type")).click();
    page.locator("th a", new Page.LocatorOptions().setHasText("Type")).click();
    assertThat(page.locator("th[aria-sort=ascending]")).containsText("Type");
    assertThat(page).hasURL(Pattern.compile(".*open=true.*"));
    assertThat(page.locator("tbody td.key a").allTextContents()).isSorted();
    page.navigate("/console/conflict.xhtml?id=" + sync);

    assertThat(row("#sides", "/displayName")).containsText("both");
    assertThat(row("#sides", "/sortOrder")).containsText("platform");
    assertThat(row("#sides", "/sortOrder")).containsText("unchanged");
    page.getByText("Side by side").click();
    assertThat(page.locator(".split td.removed")).containsText(new String[] {"Theirs", "7"});
    assertThat(page.locator(".split td.added")).containsText(new String[] {"Ours", "1"});
    page.getByText("Last pushed → on the platform").click();
    assertThat(page.locator(".split td.added")).containsText(new String[] {"Theirs", "7"});
    page.locator("#side-theirs > summary").click();
    assertThat(page.locator("#side-theirs .ace_content")).containsText("\"Theirs\"");
    assertThat(page.locator("#merge")).isDisabled();
    assertThat(page.locator("#mergeHint"))
        .hasText("Cannot merge: both sides changed /displayName.");
    page.locator("#reason").evaluate("it => it.removeAttribute('required')");
    page.locator("#overwrite").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Enter a reason");
    page.locator("#reason").fill("ours is newer");
    page.locator("#overwrite").click();

    assertThat(page).hasURL(Pattern.compile(".*/deployment\\.xhtml\\?id=.*"));
    assertThat(page.locator("h1")).containsText("Completed");
    assertThat(scene.platform().stored("Fought").orElseThrow().toString()).contains("Ours");
    page.navigate("/console/sync.xhtml?id=" + sync);
    page.getByText("View conflict").click();
    assertThat(page.locator("#decision")).containsText("Overwritten");
    assertThat(page.locator("main")).containsText("ours is newer");
    assertThat(page.locator("#decide")).hasCount(0);
  }

  @Test
  void pressing_enter_in_the_reason_does_not_overwrite() {
    String sync = conflict("Entered", "Theirs", "Ours", 1);
    page.navigate("/console/conflict.xhtml?id=" + sync);

    page.locator("#reason").fill("no button was meant");
    page.locator("#reason").press("Enter");

    assertThat(page.locator("#decision")).containsText("Platform version kept");
    assertThat(scene.platform().stored("Entered").orElseThrow().toString()).contains("Theirs");
  }

  @Test
  void changes_of_different_members_are_merged() {
    String sync = conflict("Merged", "One", "Ours", 1);
    page.navigate("/console/conflict.xhtml?id=" + sync);

    page.locator("#reason").fill("both are right");
    page.locator("#merge").click();

    assertThat(page.locator("h1")).containsText("Completed");
    assertThat(scene.platform().stored("Merged").orElseThrow().toString())
        .contains("Ours")
        .contains("7");
  }

  @Test
  void resolving_names_the_missing_right() {
    String sync = conflict("Watched", "Theirs", "Ours", 1);
    server().addUser("drift-viewer", "VIEWER", CHOSEN);
    page.context().close();
    page = newPage("en");
    Chromium.enter(page, "drift-viewer", CHOSEN);

    page.navigate("/console/" + DRIFT);
    assertThat(page.locator("#check")).hasCount(0);
    page.navigate("/console/" + DRIFT + "&type=Watched");
    assertThat(page.locator("#compared")).containsText("Requires the right PAYLOAD");
    page.navigate("/console/conflict.xhtml?id=" + sync);
    assertThat(page.locator("main")).containsText("Requires the right PAYLOAD");
    assertThat(page.locator("#sides")).hasCount(0);
    assertThat(page.locator("main")).containsText("Requires the right ACTION");
    assertThat(page.locator("#keep")).hasCount(0);
    assertThat(scene.api().get("conflicts/" + sync).<Boolean>path("open")).isTrue();
  }

  @Test
  @Tag("sweep")
  void the_pages_are_accessible() {
    String sync = conflict("ForAll", "Theirs", "Ours", 2);
    String other = pushed("ForOthers");

    assertThat(
            PageChecks.problems(
                page,
                Map.of(
                    "drift",
                    DRIFT,
                    "drift-compared",
                    DRIFT + "&type=ForAll",
                    "drift-history",
                    "drift-history.xhtml",
                    "conflicts",
                    "conflicts.xhtml",
                    "conflict",
                    "conflict.xhtml?id=" + sync,
                    "conflict-split",
                    "conflict.xhtml?view=split&id=" + sync,
                    "sync-confirmed",
                    "sync.xhtml?id=" + other,
                    "overview-drift",
                    "overview.xhtml")))
        .isEmpty();
  }
}
