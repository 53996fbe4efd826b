package dev.synctrail.web.deployment;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.synctrail.web.server.Watched.component;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.browser.PageChecks;
import dev.synctrail.web.console.InBrowser;
import dev.synctrail.web.server.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the pages of plans, rollbacks, restores and cancelled deployments. */
class PlanPagesIT extends InBrowser {
  private static final String PLATFORM = "planpages";
  private static final String DEPLOY =
      "/console/deployments.xhtml?platform=" + PLATFORM + "&which=named";
  private static final Pattern RUN = Pattern.compile(".*/deployment\\.xhtml\\?id=.*");

  private static Watched scene;

  @BeforeAll
  static void start() {
    scene = new Watched(PLATFORM).start();
  }

  @BeforeEach
  void enter() {
    enter("overview.xhtml");
  }

  private static String withText(String typeKey, String name) {
    return "{\"key\":\"%s\",\"baseType\":\"_component\",\"displayName\":\"%s\",\"properties\":{\"text\":{\"type\":\"string\"}}}"
        .formatted(typeKey, name);
  }

  private static String there(String typeKey) {
    return scene.platform().stored(typeKey).orElseThrow().toString();
  }

  /** Plans the push of a type and waits until the plan is complete. */
  private void plan(String typeKey) {
    page.navigate(DEPLOY + "&typeKeys=" + typeKey);
    page.locator("#reason").fill("release <b>43</b>");
    Chromium.press(page, "Show plan");
    assertThat(page).hasURL(RUN);
    assertThat(page.locator("#plan-counts")).containsText("Nothing has been written");
  }

  private Locator planned(String typeKey) {
    return page.locator("#plan tbody tr").filter(new Locator.FilterOptions().setHasText(typeKey));
  }

  @Test
  void a_dry_run_is_marked_in_the_history_and_not_on_the_overview() {
    scene.store("MarkedDry", component("MarkedDry", "One", 1));
    plan("MarkedDry");

    page.navigate("/console/history.xhtml?typeKey=MarkedDry");
    assertThat(page.locator("tbody .dry")).hasText("dry run");
    page.navigate("/console/overview.xhtml");
    assertThat(page.locator(".recent")).not().hasCount(0);
    assertThat(page.locator(".recent").getByText("MarkedDry")).hasCount(0);
  }

  @Test
  void a_plan_shows_values_and_losses_and_is_deployed_and_rolled_back() {
    scene.store("Planned", withText("Planned", "One"));
    scene.pushed("Planned", scene.api());
    scene.store("Planned", component("Planned", "Two", 1));
    plan("Planned");

    assertThat(planned("Planned")).containsText("Update");
    assertThat(planned("Planned")).containsText("/properties/text");
    assertThat(page.locator(".warning")).containsText("possible data loss");
    planned("Planned").locator("summary").click();
    assertThat(planned("Planned").locator("ins").first()).hasText("+ \"Two\"");
    assertThat(planned("Planned").locator("del").first()).hasText("- \"One\"");
    assertThat(there("Planned")).contains("One");
    Chromium.photograph(page, "plan-shown");
    assertThat(page.locator("#do")).isDisabled();
    assertThat(page.locator("#do")).hasValue("Deploy and delete 1 property");
    assertThat(page.locator("#needs-consent")).containsText("Data may be lost");
    page.locator("#ignoreDataLoss").check();
    assertThat(page.locator("#needs-consent")).isHidden();
    page.locator("#do").dblclick();

    assertThat(page.locator("h1")).containsText("Completed");
    assertThat(page.locator(".dry")).hasCount(0);
    assertThat(there("Planned")).contains("Two").doesNotContain("text");
    String deployed = page.url();
    page.locator("#rollbackReason").fill("it broke the site");
    Chromium.press(page, "Show plan");
    assertThat(page.locator("#do")).isEnabled();
    assertThat(planned("Planned")).containsText("/displayName");
    assertThat(there("Planned")).contains("Two");
    // whichever page links to it
    page.navigate(page.url().replaceAll("&.*", ""));
    Chromium.press(page, "Roll back now");

    assertThat(page.locator("h1")).containsText("Completed");
    assertThat(page.locator(".dry")).hasCount(0);
    assertThat(there("Planned")).contains("One").contains("text");
    page.getByRole(AriaRole.TERM)
        .filter(new Locator.FilterOptions().setHasText("Rolls back"))
        .waitFor();
    page.navigate(deployed);
    assertThat(page.locator("main")).containsText("Rolled back by");
  }

  @Test
  void a_version_is_restored_from_the_page_of_its_type() {
    scene.store("PutBack", "One", 1);
    String first = scene.pushed("PutBack", scene.api());
    scene.store("PutBack", "Two", 1);
    scene.pushed("PutBack", scene.api());
    page.navigate("/console/sync.xhtml?id=" + first);
    page.getByText("Restore this version").click();

    page.locator("#why").fill("the old name was better");
    Chromium.press(page, "Show plan");
    assertThat(page).hasURL(RUN);
    assertThat(page.locator("#do")).isEnabled();
    assertThat(planned("PutBack")).containsText("/displayName");
    assertThat(there("PutBack")).contains("Two");
    Chromium.press(page, "Restore now");

    assertThat(page.locator("h1")).containsText("Completed");
    assertThat(page.locator(".dry")).hasCount(0);
    assertThat(there("PutBack")).contains("One");
  }

  @Test
  void a_cancelled_deployment_shows_the_user_and_the_reason() {
    scene.store("Stopped", "One", 1);
    scene
        .platform()
        .script(new Rule("GET", "/contenttypes/Stopped", 1, Rule.ALWAYS, Fault.status(503)));
    page.navigate(DEPLOY + "&typeKeys=Stopped");
    Chromium.press(page, "Deploy");
    assertThat(page).hasURL(RUN);
    page.locator("#stopReason").fill("wrong platform");
    Chromium.press(page, "Cancel");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Cancelled");
    assertThat(page.locator("h1")).containsText("Cancelled");
    assertThat(page.locator("dd", new Page.LocatorOptions().setHasText("wrong platform")))
        .isVisible();
    assertThat(page.locator("#cancel")).hasCount(0);
    scene.platform().clearScript();
  }

  @Test
  void a_removal_warns_of_data_loss_and_needs_no_consent() {
    scene.store("Removed", "One", 1);
    scene.pushed("Removed", scene.api());
    page.navigate(DEPLOY);
    page.locator("#removed").fill("Removed");
    page.locator("#reason").fill("nobody needs it");
    Chromium.press(page, "Show plan");
    assertThat(page.locator("#do")).isEnabled();
    assertThat(planned("Removed")).containsText("Remove");
    assertThat(planned("Removed")).containsText("all of its content");
    assertThat(page.locator(".warning")).containsText("also deletes its content");
    Chromium.press(page, "Deploy and delete 1 type");

    assertThat(page.locator(".dry")).hasCount(0);
    assertThat(page.locator("h1")).containsText("Completed");
    assertThat(scene.platform().stored("Removed")).isEmpty();
  }

  @Test
  void a_refused_plan_can_be_carried_out_only_after_planning_it_again() {
    scene.store("Later", "One", 1);
    scene.pushed("Later", scene.api());
    scene.store("Later", "Two", 1);
    String second = scene.pushed("Later", scene.api());
    scene.store("Later", "Three", 1);
    scene.pushed("Later", scene.api());
    String run = scene.api().get("sync/" + second).path("deploymentId");
    page.navigate("/console/deployment.xhtml?id=" + run);
    page.locator("#rollbackReason").fill("it broke the site");
    Chromium.press(page, "Show plan");

    assertThat(planned("Later")).containsText("Refused");
    assertThat(page.locator("#obstacles")).containsText("1 type would be refused");
    assertThat(page.locator("#do")).isDisabled();
    page.locator("#onConflict").selectOption("overwrite");
    Chromium.press(page, "Plan again");

    assertThat(planned("Later")).containsText("/displayName");
    assertThat(page.locator("#obstacles")).hasCount(0);
    page.locator("#onConflict").selectOption("refuse");
    assertThat(page.locator("#do")).isDisabled();
    assertThat(page.locator("#needs-plan")).isVisible();
    page.locator("#onConflict").selectOption("overwrite");
    Chromium.press(page, "Roll back now");

    assertThat(page.locator("h1")).containsText("Completed");
    assertThat(there("Later")).contains("One");
  }

  @Test
  void a_plan_with_a_conflict_cannot_be_carried_out() {
    scene.store("Contested", "One", 1);
    String pushed = scene.pushed("Contested", scene.api());
    Watched.await(() -> scene.api().get("sync/" + pushed).path("verdict.word") != null);
    scene.platform().edit(component("Contested", "Theirs", 1));
    scene.store("Contested", "Two", 1);
    plan("Contested");

    assertThat(planned("Contested")).containsText("Conflict");
    assertThat(page.locator("#obstacles")).containsText("changed on the platform by others");
    assertThat(page.locator("#do")).isDisabled();
  }

  @Test
  void a_rolled_back_type_shows_its_pin_which_is_removed_with_a_reason() {
    scene.store("Pinned", "One", 1);
    scene.pushed("Pinned", scene.api());
    scene.store("Pinned", "Two", 1);
    String second = scene.pushed("Pinned", scene.api());
    String run = scene.api().get("sync/" + second).path("deploymentId");
    String back =
        scene
            .api()
            .body("{\"reason\":\"it broke the site\"}")
            .post("deployments/" + run + "/rollback")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    Watched.await(() -> scene.api().get("deployments/" + back).path("completedAt") != null);
    page.navigate("/console/deployments.xhtml?which=changed&platform=" + PLATFORM);
    Chromium.press(page, "Show plan");
    assertThat(page.locator("#skipped")).containsText("Pinned");
    page.locator("#skipped a", new Page.LocatorOptions().setHasText("Pinned")).click();

    assertThat(page.locator("#pins")).containsText("it broke the site");
    page.locator("#unpinReason").fill("it is fixed");
    page.locator("#unpin").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Pin on " + PLATFORM + " removed.");
    assertThat(page.locator("#pins")).hasCount(0);
  }

  @Test
  void an_outdated_plan_has_to_be_made_again() {
    scene.store("Outdated", "One", 1);
    plan("Outdated");
    scene.store("Outdated", "Two", 1);
    Chromium.press(page, "Deploy now");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("[Outdated]. Plan again.");
    assertThat(page.locator("#reason")).hasValue("release <b>43</b>");
    assertThat(scene.platform().stored("Outdated")).isEmpty();
  }

  @Test
  @Tag("long")
  void counts_cover_all_pages_of_a_plan() {
    List<String> many = IntStream.range(0, 201).mapToObj(number -> "PlannedMany" + number).toList();
    many.forEach(typeKey -> scene.store(typeKey, "One", 1));
    String run =
        scene
            .api()
            .body(
                "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"],\"options\":{\"dryRun\":true}}"
                    .formatted(PLATFORM, String.join("\",\"", many)))
            .post("deployments")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    page.navigate("/console/deployment.xhtml?id=" + run);

    assertThat(page.locator("#do")).isEnabled();
    assertThat(page.locator("#plan tbody tr")).hasCount(200);
    assertThat(page.locator("#plan-counts")).containsText("Create 201");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Next →")).first().click();
    assertThat(page.locator("#plan tbody tr")).hasCount(1);
    assertThat(page.locator("#plan-counts")).containsText("Create 201");
  }

  @Test
  void a_refresh_keeps_checkboxes_and_loaded_changes() {
    scene.store("Kept", withText("Kept", "One"));
    scene.pushed("Kept", scene.api());
    scene.store("Kept", component("Kept", "Two", 1));
    page.navigate(DEPLOY + "&typeKeys=Kept&ignoreDataLoss=true");
    Chromium.press(page, "Show plan");
    assertThat(page.locator("#do")).isEnabled();
    List<String> loaded = new ArrayList<>();
    page.onRequest(
        request -> {
          if (request.url().contains("changes?")) {
            loaded.add(request.url());
          }
        });
    planned("Kept").locator("summary").click();
    assertThat(planned("Kept").locator("ins").first()).hasText("+ \"Two\"");
    page.locator("#ignoreDataLoss").uncheck();

    page.locator("#live").evaluate("it => { it.title = 'old'; }");
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    assertThat(page.locator("#live[title=old]")).hasCount(0);

    assertThat(page.locator("#ignoreDataLoss")).not().isChecked();
    assertThat(planned("Kept").locator("ins").first()).hasText("+ \"Two\"");
    assertThat(loaded).hasSize(1);
  }

  @Test
  @Tag("sweep")
  void the_pages_are_accessible() {
    scene.store("PlannedForAll", withText("PlannedForAll", "One"));
    scene.pushed("PlannedForAll", scene.api());
    scene.store("PlannedForAll", component("PlannedForAll", "Two", 1));
    plan("PlannedForAll");
    String run = page.url().replaceAll(".*id=", "");

    assertThat(
            PageChecks.problems(
                page,
                Map.of(
                    "plan",
                    "deployment.xhtml?id=" + run,
                    "put-back",
                    "type.xhtml?key=PlannedForAll")))
        .isEmpty();
  }
}
