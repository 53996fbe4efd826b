package dev.synctrail.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.server.OwnServer;
import dev.synctrail.web.server.SharedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the console on a server that is killed, and the protection of its only administrator. */
@Tag("long")
class OwnServerPagesIT {
  private static OwnServer server;
  private static Chromium browser;

  private Page page;

  @BeforeAll
  static void start() {
    server = new OwnServer("restarted", Map.of());
    browser = Chromium.start();
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
  }

  @BeforeEach
  void enter() {
    page = browser.open(server.process().uri(), "en");
    Chromium.enter(page, SharedServer.USER, SharedServer.PASSWORD);
  }

  @AfterEach
  void expect_no_browser_errors() {
    page.context().close();
    List<String> browserErrors = new ArrayList<>(browser.browserErrors());
    browser.browserErrors().clear();
    browserErrors.removeIf(text -> text.startsWith("Failed to load resource: "));
    assertThat(browserErrors).isEmpty();
  }

  @Test
  void after_a_restart_an_open_page_returns_through_the_sign_in() {
    server.platform().store("Restarted");
    page.navigate("/console/type.xhtml?key=Restarted");
    Page list = page.context().newPage();
    list.navigate("/console/history.xhtml?typeKey=Restarted");

    page.locator("#message").fill("being written");
    server.process().kill();
    assertThat(list.locator("#lost")).isVisible();
    server.process().start();
    assertThat(list).hasURL(Pattern.compile(".*/sign-in\\.xhtml\\?to=.*"));
    Chromium.signIn(list, SharedServer.USER, SharedServer.PASSWORD);
    assertThat(list).hasURL(Pattern.compile(".*/console/history\\.xhtml\\?typeKey=Restarted$"));

    assertThat(page.locator("#ended")).isVisible();
    assertThat(page.locator("#message")).hasValue("being written");
    Chromium.press(page, "Save");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("is unchanged");

    page.locator("#message").fill("lost");
    page.context().clearCookies();
    Chromium.press(page, "Save");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml\\?to=.*"));
    assertThat(page.locator("main")).containsText("was not carried out");
    Chromium.signIn(page, "admin", "wrong");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Incorrect");
    Chromium.signIn(page, SharedServer.USER, SharedServer.PASSWORD);
    assertThat(page).hasURL(Pattern.compile(".*/console/type\\.xhtml\\?key=Restarted$"));
    assertThat(page.locator("h1")).hasText("Restarted");
  }

  @Test
  void an_empty_history_shows_the_first_steps_with_a_platform_that_exists() {
    page.navigate("/console/history.xhtml");
    Locator steps = page.locator("#first-steps");
    assertThat(steps)
        .containsText("curl -X PUT " + server.process().uri() + "api/v1/types/ArticlePage");
    assertThat(steps).containsText("{\"platform\": \"own-prod\", \"typeKeys\": [\"ArticlePage\"]");
    Chromium.photograph(page, "first-steps");
    steps.getByText("or in the browser").first().click();
    assertThat(page.locator("#content")).hasValue(Pattern.compile("\"displayName\": \"Article\""));
    Chromium.press(page, "Save");
    assertThat(page.locator("h1")).hasText("ArticlePage");

    page.navigate("/console/history.xhtml");
    steps.getByText("or in the browser").last().click();
    assertThat(page.locator("#platform")).hasValue("own-prod");
    assertThat(page.locator("#which")).hasValue("named");
    assertThat(page.locator("#typeKeys")).hasValue("ArticlePage");
    assertThat(page.locator("#reason")).hasValue("first push");
  }

  @Test
  void the_last_administrator_cannot_be_removed() {
    page.navigate("/console/user.xhtml?name=admin");
    Chromium.press(page, "Lock");
    assertThat(
            page.getByRole(AriaRole.ALERT)
                .filter(new Locator.FilterOptions().setHasText("This is the last administrator")))
        .isVisible();
    page.locator("#role").selectOption("VIEWER");
    Chromium.press(page, "Save");
    assertThat(
            page.getByRole(AriaRole.ALERT)
                .filter(new Locator.FilterOptions().setHasText("This is the last administrator")))
        .isVisible();
  }
}
