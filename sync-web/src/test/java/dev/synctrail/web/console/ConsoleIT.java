package dev.synctrail.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.server.SharedServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests the sign-in of the console and its history page. */
class ConsoleIT extends InBrowser {
  private Cookie session() {
    return page.context().cookies().stream()
        .filter(cookie -> cookie.name.equals("synctrail"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_wrong_password_is_refused() {
    navigate("/");
    signIn("wrong");

    assertThat(page.getByRole(AriaRole.ALERT)).hasText("Incorrect name or password");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml"));
    assertThat(page.locator("#form\\:password")).isFocused();
    photograph("sign-in-refused");
    navigate("/console/overview.xhtml");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml"));
  }

  @Test
  void the_sign_in_page_says_what_this_is_has_the_focus_and_weighs_little() {
    navigate("/");

    assertThat(page.locator("h1")).hasText("Synctrail");
    assertThat(page.locator("main")).containsText("every push and pull of your content types");
    assertThat(page.locator("#form\\:name")).isFocused();
    Number bytes =
        (Number)
            page.evaluate(
                "performance.getEntriesByType('navigation')"
                    + ".concat(performance.getEntriesByType('resource'))"
                    + ".reduce((sum, one) => sum + one.transferSize, 0)");
    assertThat(bytes.longValue()).isBetween(1_000L, 100_000L);
    photograph("sign-in");
  }

  @Test
  void an_unknown_name_is_locked_like_any_other() {
    navigate("/");
    for (int i = 0; i < 6; i++) {
      Chromium.signIn(page, "nobody-" + page.hashCode(), "wrong " + i);
      assertThat(page.getByRole(AriaRole.ALERT))
          .containsText(i < 5 ? "Incorrect" : "locked in the same way");
    }
    photograph("sign-in-locked");
  }

  @Test
  void the_right_password_opens_a_new_session_until_signing_out() {
    String planted = "0123456789abcdef0123456789ab";
    page.context()
        .addCookies(List.of(new Cookie("synctrail", planted).setUrl(server().uri().toString())));
    navigate("/");
    signIn(SharedServer.PASSWORD);

    assertThat(page).hasURL(Pattern.compile(".*/console/overview\\.xhtml"));
    assertThat(session().value).isNotEqualTo(planted);
    assertThat(session().httpOnly).isTrue();
    assertThat(session().sameSite).isEqualTo(SameSiteAttribute.LAX);
    assertThat(page.locator(".who")).containsText("Signed in as " + SharedServer.USER);

    page.locator("#who > summary").click();
    press("Sign out");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml"));
    navigate("/console/overview.xhtml");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml"));
  }

  @Test
  void a_session_does_not_open_the_api() {
    navigate("/");
    signIn(SharedServer.PASSWORD);
    assertThat(page).hasURL(Pattern.compile(".*/console/overview\\.xhtml"));

    assertThat(page.request().get(server().uri().resolve("/api/v1/tokens").toString()).status())
        .isEqualTo(401);
  }

  @Test
  void an_open_sync_is_refreshed_until_it_is_settled() {
    String typeKey = "Console" + UUID.randomUUID().toString().replace("-", "");
    String id = recorded(typeKey);
    navigate("/");
    signIn(SharedServer.PASSWORD);

    assertThat(page).hasURL(Pattern.compile(".*/console/overview\\.xhtml"));
    navigate("/console/history.xhtml?typeKey=" + typeKey);

    Locator row =
        page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(typeKey));
    assertThat(row).containsText("In progress");
    assertThat(row).containsText("bootstrap");
    assertThat(row.locator("time")).hasAttribute("title", Pattern.compile(".* UTC"));
    photograph("history-open");

    server()
        .api()
        .contentType("application/json")
        .body("{\"status\":\"FAILED\",\"error\":\"<b>refused</b>\"}")
        .put("/sync/" + id + "/status")
        .then()
        .statusCode(200);

    assertThat(row).containsText("Failed");
    assertThat(row).containsText("<b>refused</b>");
    photograph("history-settled");
  }

  @Test
  void a_filter_is_part_of_the_address_and_reports_when_nothing_matches() {
    String typeKey = "Console" + UUID.randomUUID().toString().replace("-", "");
    recorded(typeKey);
    navigate("/");
    signIn(SharedServer.PASSWORD);
    assertThat(page).hasURL(Pattern.compile(".*/console/overview\\.xhtml"));
    navigate("/console/history.xhtml");

    page.locator("#filters > summary").click();
    page.locator("#typeKeyContains").fill(typeKey.toLowerCase(Locale.ROOT));
    page.locator("#status").selectOption("IN_PROGRESS");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Apply")).click();
    assertThat(page).hasURL(Pattern.compile(".*typeKeyContains=console.*status=IN_PROGRESS.*"));
    assertThat(page.locator("tbody tr")).hasCount(1);
    page.locator("#filters > summary").click();
    page.locator("#typeKeyContains").fill("\"" + typeKey.toLowerCase(Locale.ROOT) + "\"");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Apply")).click();
    assertThat(page.getByText("No matches")).isVisible();
    page.locator("#filters > summary").click();
    page.locator("#typeKeyContains").fill("\"" + typeKey + "\"");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Apply")).click();
    assertThat(page).hasURL(Pattern.compile(".*\\?status=IN_PROGRESS&.*typeKey=" + typeKey));
    assertThat(page.locator("#typeKeyContains")).hasValue("\"" + typeKey + "\"");
    assertThat(page.locator("tbody tr")).hasCount(1);

    page.locator("#filters > summary").click();
    page.locator("#status").selectOption("PARTIAL");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Apply")).click();
    assertThat(page.getByText("No matches")).isVisible();

    navigate("/console/history.xhtml?platformCode=Refused");
    page.locator("#filters > summary").click();
    assertThat(page.locator("#platformCode")).isVisible();
    navigate("/console/history.xhtml?status=FAILED");
    page.locator("#filters > summary").click();
    assertThat(page.locator("#status")).isVisible();
    assertThat(page.locator("#platformCode")).isHidden();

    navigate("/console/history.xhtml?startDate=yesterday&status=SO_SO");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("status");
  }

  @Test
  void a_view_is_saved_applied_and_removed() {
    navigate("/");
    signIn(SharedServer.PASSWORD);
    assertThat(page).hasURL(Pattern.compile(".*/console/overview\\.xhtml"));
    navigate("/console/history.xhtml?status=FAILED&column=STATUS&column=TYPE");

    page.locator("#views > summary").click();
    page.getByLabel("View name").fill("what <b>failed</b> 🚀");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("saved");
    navigate("/console/history.xhtml");
    page.locator("#views > summary").click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("what <b>failed</b> 🚀"))
        .click();
    assertThat(page).hasURL(Pattern.compile(".*status=FAILED&column=STATUS&column=TYPE.*"));

    page.locator("#views > summary").click();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("removed");
    press("Undo");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("saved");
    assertThat(page).hasURL(Pattern.compile(".*status=FAILED&column=STATUS&column=TYPE.*"));
    assertThat(page.locator("#views a")).hasText("what <b>failed</b> 🚀");
  }

  @Test
  void selected_syncs_are_exported() {
    String typeKey = "Console" + UUID.randomUUID().toString().replace("-", "");
    String id = recorded(typeKey);
    recorded(typeKey);
    navigate("/");
    signIn(SharedServer.PASSWORD);
    assertThat(page).hasURL(Pattern.compile(".*/console/overview\\.xhtml"));
    navigate("/console/history.xhtml?typeKey=" + typeKey);

    page.locator("input[value='" + id + "']").check();
    page.locator("#export > summary").click();
    String ticked =
        text(
            () ->
                page.getByRole(
                        AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Export selected"))
                    .click());
    assertThat(ticked.lines()).hasSize(2).last().asString().contains(id);

    String all =
        text(
            () ->
                page.getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName("CSV").setExact(true))
                    .click());
    assertThat(all.lines()).hasSize(3);

    byte[] paper =
        file(
            () ->
                page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("PDF")).click());
    assertThat(new String(paper, StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
  }

  @Test
  void a_form_from_another_origin_is_rejected() {
    navigate("/");
    signIn(SharedServer.PASSWORD);
    assertThat(page).hasURL(Pattern.compile(".*/console/overview\\.xhtml"));

    assertThat(
            page.request()
                .post(
                    server().uri().resolve("/console/history.xhtml").toString(),
                    RequestOptions.create().setHeader("Origin", "https://elsewhere.example"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void a_selected_theme_is_remembered() {
    navigate("/");
    signIn(SharedServer.PASSWORD);
    assertThat(page).hasURL(Pattern.compile(".*/console/overview\\.xhtml"));

    page.locator("#who > summary").click();
    page.getByTitle("Switch color theme").click();
    page.getByTitle("Switch color theme").click();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    navigate("/console/history.xhtml");
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
  }

  private String text(Runnable click) {
    return new String(file(click), StandardCharsets.UTF_8);
  }

  private static String recorded(String typeKey) {
    return server()
        .api()
        .contentType("application/json")
        .body(
            """
            {"typeKey":"%s","targetPlatform":"elsewhere","syncDirection":"PUSH","data":{"a":1}}
            """
                .formatted(typeKey))
        .post("/sync")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  @Test
  void the_api_reference_works_in_the_browser() {
    navigate("/api-docs/");

    assertThat(page.getByText("List tokens")).isVisible();
    photograph("api-docs");
  }
}
