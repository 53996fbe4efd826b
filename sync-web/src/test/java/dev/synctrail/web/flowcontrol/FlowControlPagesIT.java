package dev.synctrail.web.flowcontrol;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.browser.PageChecks;
import dev.synctrail.web.console.InBrowser;
import dev.synctrail.web.server.SharedServer;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the pages of the queue, pauses, freezes and the circuit breaker. */
class FlowControlPagesIT extends InBrowser {

  private static RequestSpecification api() {
    return server().api().contentType("application/json");
  }

  private static String key() {
    return "Care" + UUID.randomUUID().toString().replace("-", "");
  }

  private static String platform() {
    String id = "p" + key().toLowerCase(Locale.ROOT);
    api()
        .body(
            "{\"id\":\"%s\",\"kind\":\"optimizely\",\"name\":\"%s\",\"baseUrl\":\"https://api.cms.optimizely.com\"}"
                .formatted(id, id))
        .post("/platforms")
        .then()
        .statusCode(201);
    return id;
  }

  private static String deployed(String platform) {
    String type = key();
    api()
        .body(
            "{\"content\": {\"key\":\"%s\",\"baseType\":\"_page\",\"displayName\":\"T\"}}"
                .formatted(type))
        .put("/types/" + type)
        .then()
        .statusCode(201);
    return api()
        .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(platform, type))
        .post("/deployments")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  @Test
  @Tag("sweep")
  void paused_work_shows_its_wait_reason_and_continues() {
    String platform = platform();
    enter("platform.xhtml?id=" + platform);
    pause();
    press("Undo");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Pause ended");
    assertThat(page.locator("#pauses-and-freezes")).not().containsText("<b>they</b> migrate");
    navigate("/console/platform.xhtml?id=" + platform);
    pause();
    assertThat(page.locator("#pauses-and-freezes")).containsText("<b>they</b> migrate");

    String run = deployed(platform);
    navigate("/console/deployments.xhtml");
    page.locator("a[data-panel][href$='" + run + "']").first().click();
    page.locator("#panel-stopReason").fill("wrong version");
    page.context().clearCookies();
    page.locator("#panel-cancel").click();
    Chromium.confirm(page);
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml.*"));
    signIn(SharedServer.PASSWORD);
    assertThat(page.locator("#panel-stopReason")).hasValue("wrong version");
    assertThat(page.locator("#restored")).isVisible();
    navigate("/console/deployment.xhtml?id=" + run);
    assertThat(page.locator("#waits")).containsText("<b>they</b> migrate");
    navigate("/console/queue.xhtml?platform=" + platform + "&state=DUE");
    Locator row = page.locator("#queue tbody tr");
    assertThat(row).hasCount(1);
    assertThat(row).containsText("Paused");
    assertThat(page.locator("#summary"))
        .containsText("Platform " + platform + " is paused by admin");
    photograph("queue");
    page.onDialog(dialog -> browserErrors().add("A reason was run: " + dialog.message()));
    assertAccessible(
        PageChecks.problems(
            page,
            Map.of(
                "queue-paused",
                "queue.xhtml?platform=" + platform,
                "platform-paused",
                "platform.xhtml?id=" + platform)));
    navigate("/console/queue.xhtml?platform=" + platform + "&state=DUE");
    row.getByText("Sync").click();
    assertThat(page.locator("#waits")).containsText("Paused");

    navigate("/console/queue.xhtml?platform=" + platform + "&state=DUE");
    page.getByText("Run now").click();
    page.locator("#reason").fill("now please");
    press("Run now");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("The entry is due now");
    assertThat(page.locator("#queue tbody tr")).hasCount(1);

    Locator pause =
        page.locator("#pauses-and-freezes li")
            .filter(new Locator.FilterOptions().setHasText(platform));
    pause.getByRole(AriaRole.BUTTON).click();
    Chromium.confirm(page);
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Pause ended");
    assertThat(pause).hasCount(0);
    navigate("/console/queue.xhtml?platform=" + platform);
    assertThat(page.locator("#live .empty")).isVisible();
  }

  private void pause() {
    page.locator("#pauseDetails > summary").click();
    page.locator("#pauseReason").fill("<b>they</b> migrate");
    press("Pause now");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Paused.");
  }

  @Test
  void a_freeze_is_validated_set_shown_in_its_time_zone_and_removed() {
    String platform = platform();
    enter("platform.xhtml?id=" + platform);
    page.locator("#freezeDetails > summary").click();
    page.locator("#freezeName").fill("Weekend");
    page.locator("#freezeReason").fill("nobody is there");
    page.locator("#zone").fill("Nowhere/Land");
    press("Set freeze");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Invalid time");

    page.locator("#freezeDetails > summary").click();
    assertThat(page.locator("#freezeName")).hasValue("Weekend");
    page.locator("#zone").fill("Europe/Berlin");
    page.locator("#fromDay").selectOption("FRIDAY");
    page.locator("#fromTime").fill("18:00");
    page.locator("#untilDay").selectOption("MONDAY");
    page.locator("#untilTime").fill("06:00");
    press("Set freeze");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Freeze set.");
    assertThat(page.locator("#pauses-and-freezes li"))
        .containsText("Friday 18:00 – Monday 06:00 (Europe/Berlin)");
    photograph("platform-flow-control");

    press("Remove freeze");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Freeze removed");
    assertThat(page.locator("#pauses-and-freezes li")).hasCount(0);
  }

  @Test
  void the_breaker_is_opened_and_closed_and_its_settings_are_changed() {
    String platform = platform();
    enter("platform.xhtml?id=" + platform);
    assertThat(page.locator("#breaker")).containsText("Closed");
    page.locator("#orderReason").fill("they asked");
    page.locator("#orderReason").press("Enter");
    press("Open breaker");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Sent to every server");
    assertThat(page.locator("#breaker")).containsText("Open (");

    page.locator("#protectDetails > summary").click();
    page.locator("#calls").fill("5");
    page.locator("#ratePerMinute").fill("120");
    page.locator("#burst").fill("7");
    press("Save", "#protectForm");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Circuit breaker and rate limit saved");
    assertThat(page.locator("#bucket")).containsText("7 / 7");
    assertThat(page.locator("#breaker")).containsText("/ 5");
    page.locator("#orderReason").fill("they are back");
    press("Close breaker");
    assertThat(page.locator("#breaker")).containsText("Closed");
  }

  @Test
  void a_concurrent_change_of_the_settings_is_not_overwritten() {
    String platform = platform();
    enter("platform.xhtml?id=" + platform);
    api()
        .body("{\"ratePerMinute\":60,\"burst\":9,\"reason\":\"they asked\"}")
        .put("/platforms/" + platform + "/protection")
        .then()
        .statusCode(200);
    page.locator("#protectDetails > summary").click();
    page.locator("#calls").fill("5");
    press("Save", "#protectForm");
    assertThat(page.getByRole(AriaRole.ALERT))
        .containsText("Another user made changes in the meantime");
    assertThat(page.locator("#calls")).hasValue("5");
    assertThat(page.locator("#bucket")).containsText("9 / 9");
    page.locator("#protectDetails > summary").click();
    press("Save", "#protectForm");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Circuit breaker and rate limit saved");

    api()
        .body(
            "{\"kind\":\"optimizely\",\"name\":\"Theirs\",\"baseUrl\":\"https://api.cms.optimizely.com\"}")
        .put("/platforms/" + platform)
        .then()
        .statusCode(200);
    page.locator("#name").fill("Ours");
    press("Save", "#settingsForm");
    assertThat(page.getByRole(AriaRole.ALERT))
        .containsText("Another user made changes in the meantime");
    assertThat(page.locator("#name")).hasValue("Ours");
    assertThat(page.locator("h1")).hasText("Theirs " + platform);
    press("Save", "#settingsForm");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("saved");
    assertThat(page.locator("h1")).hasText("Ours " + platform);
  }

  private static void assertAccessible(List<String> found) {
    Assertions.assertThat(found).isEmpty();
  }

  private void press(String name, String within) {
    page.locator(within)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name))
        .click();
  }
}
