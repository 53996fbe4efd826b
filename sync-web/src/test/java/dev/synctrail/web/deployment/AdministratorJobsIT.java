package dev.synctrail.web.deployment;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.console.InBrowser;
import dev.synctrail.web.server.Watched;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Does the jobs of an administrator from the overview, and counts the clicks that they take.
 * Nothing is typed but reasons.
 */
class AdministratorJobsIT extends InBrowser {
  private static final String PLATFORM = "jobs";

  private static Watched watched;

  private int clicks;

  @BeforeAll
  static void start() {
    watched = new Watched(PLATFORM).start();
  }

  private void click(Locator what) {
    what.click();
    clicks++;
  }

  private Locator failure(GuardScene scene) {
    return page.locator(".failures tr", new Page.LocatorOptions().setHasText(scene.typeKey()));
  }

  @Test
  void the_overview_says_what_failed_and_why_and_retries_it() {
    GuardScene scene = GuardScene.in("failed", watched, PLATFORM);
    enter("overview.xhtml");
    assertThat(failure(scene)).containsText("403");
    assertThat(failure(scene)).containsText("Grant the client the permission");
    assertThat(clicks).isZero();

    click(failure(scene).locator("button"));
    assertThat(page.locator("#askText")).containsText(scene.typeKey() + " to " + PLATFORM);
    Chromium.confirm(page);
    assertThat(page).hasURL(Pattern.compile(".*/sync\\.xhtml\\?id=.*"));
    assertThat(page.locator("main h1")).containsText("Success");
    assertThat(clicks).isEqualTo(1);

    navigate("/console/overview.xhtml");
    assertThat(failure(scene)).hasCount(0);
  }

  @Test
  void a_retry_that_is_not_confirmed_pushes_nothing() {
    GuardScene scene = GuardScene.in("failed", watched, PLATFORM);
    enter("overview.xhtml");
    failure(scene).locator("button").click();
    page.keyboard().press("Escape");
    assertThat(page.locator("#ask")).isHidden();
    assertThat(failure(scene).locator("button")).isFocused();
    assertThat(failure(scene)).hasCount(1);
  }

  @Test
  void a_deployment_is_rolled_back_with_three_clicks_and_a_reason() {
    GuardScene scene = GuardScene.in("succeeded", watched, PLATFORM);
    enter("overview.xhtml");
    click(page.locator("#live a[href*='" + scene.run() + "']"));
    page.locator("#rollbackReason").fill("it broke the site");
    click(page.locator("#planRollback"));
    Locator carryOut = page.locator("#do");
    assertThat(carryOut).isEnabled();
    click(carryOut);
    assertThat(page.locator("main h1")).containsText("Completed");
    assertThat(clicks).isEqualTo(3);
  }

  @Test
  void a_conflict_is_resolved_with_two_clicks_and_a_reason() {
    GuardScene scene = GuardScene.in("open conflict", watched, PLATFORM);
    enter("overview.xhtml");
    click(failure(scene).getByText("Resolve"));
    page.locator("#reason").fill("theirs is right");
    click(page.locator("#keep"));
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    assertThat(clicks).isEqualTo(2);
  }

  @Test
  void the_exact_bytes_of_a_push_are_found_by_name_with_three_clicks() {
    GuardScene scene = GuardScene.in("succeeded", watched, PLATFORM);
    enter("overview.xhtml");
    search(scene);
    click(page.locator("#rows tbody tr a[data-panel]").first());
    Locator sent = page.locator("dialog.panel details[id$=SENT]");
    click(sent.locator("summary").first());
    assertThat(sent.locator(".ace_content")).containsText("Two");
    assertThat(clicks).isEqualTo(3);
  }

  @Test
  void the_two_newest_versions_of_a_type_are_compared_with_two_clicks() {
    GuardScene scene = GuardScene.in("succeeded", watched, PLATFORM);
    enter("overview.xhtml");
    search(scene);
    click(
        page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Compare").setExact(true)));
    assertThat(page.locator("#compared")).containsText("/displayName");
    assertThat(clicks).isEqualTo(2);
    page.locator("#compared").getByText("Side by side").click();
    assertThat(page.locator("#compared td.added")).containsText("Two");
  }

  /** Types the name of the type into the search field and selects the type. */
  private void search(GuardScene scene) {
    page.locator("#search").fill(scene.typeKey());
    click(
        page.locator("#search-results [role=option]")
            .filter(
                new Locator.FilterOptions()
                    .setHasText(Pattern.compile("^" + scene.typeKey() + "$"))));
    assertThat(page).hasURL(Pattern.compile(".*/type\\.xhtml\\?key=" + scene.typeKey()));
  }
}
