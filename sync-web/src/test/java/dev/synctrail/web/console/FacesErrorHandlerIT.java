package dev.synctrail.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.browser.PageChecks;
import dev.synctrail.web.server.SharedServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests error pages of the console, repeated submits and long lists. */
class FacesErrorHandlerIT extends InBrowser {

  @BeforeEach
  void enter() {
    enter("overview.xhtml");
  }

  private static void stored(String typeKey) {
    server()
        .api()
        .contentType("application/json")
        .body(
            "{\"content\": {\"key\": \"%s\", \"baseType\": \"_page\", \"displayName\": \"A type\"}}"
                .formatted(typeKey))
        .put("/types/" + typeKey)
        .then()
        .statusCode(201);
  }

  private static void platform(String id) {
    server()
        .api()
        .contentType("application/json")
        .body(
            "{\"id\":\"%s\",\"kind\":\"optimizely\",\"name\":\"A platform\",\"baseUrl\":\"https://api.cms.optimizely.com\"}"
                .formatted(id))
        .post("/platforms")
        .then()
        .statusCode(201);
  }

  @Test
  void the_sign_in_redirects_only_to_console_pages() {
    for (String to :
        List.of("https://elsewhere.example/", "//elsewhere.example/x.xhtml", "/api-docs/")) {
      // A page that updates itself would request with no session as soon as the cookies are gone.
      page.navigate("about:blank");
      page.context().clearCookies();
      page.navigate("/sign-in.xhtml?to=" + to);
      Chromium.signIn(page, SharedServer.USER, SharedServer.PASSWORD);
      assertThat(page).hasURL(Pattern.compile(".*/console/overview\\.xhtml$"));
    }
  }

  @Test
  void an_unknown_page_is_reported_in_the_readers_language() {
    page.navigate("/console/nowhere.xhtml");
    assertThat(page.locator("h1")).hasText("Page not found");
    Chromium.photograph(page, "not-found");
    assertThat(PageChecks.violations(page)).isEmpty();

    Page german = newPage("de");
    Chromium.enter(german, SharedServer.USER, SharedServer.PASSWORD);
    Response answer = german.navigate("/console/nowhere.xhtml");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(german.locator("h1")).hasText("Seite nicht gefunden");
    assertThat(german.locator("html")).hasAttribute("lang", "de");
    german.context().close();
    expectFailedLoads();
  }

  @Test
  void an_internal_error_shows_the_id_of_its_log_entry() throws SQLException {
    execute("alter table content_type rename to content_type_away");
    try {
      Response answer = page.navigate("/console/types.xhtml");
      assertThat(answer.status()).isEqualTo(500);
    } finally {
      execute("alter table content_type_away rename to content_type");
    }
    assertThat(page.locator("h1")).hasText("Internal error");
    Chromium.photograph(page, "defect");
    Matcher id = Pattern.compile("urn:uuid:[0-9a-f-]{36}").matcher(page.locator("dl").innerText());
    assertThat(id.find()).isTrue();
    assertThat(server().log()).contains(id.group());
    assertThat(page.content()).doesNotContain("content_type", "Exception");
    expectFailedLoads();
  }

  /** Removes the browser's error messages about pages that return 404 or 500. */
  private void expectFailedLoads() {
    browserErrors().removeIf(text -> text.startsWith("Failed to load resource: "));
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = server().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void going_back_after_a_deployment_starts_no_second_one() {
    stored("GoneBack");
    platform("goneback");
    page.navigate("/console/deployments.xhtml?typeKeys=GoneBack");
    page.locator("#platform").selectOption("goneback");
    page.locator("#go").dblclick();
    assertThat(page).hasURL(Pattern.compile(".*/deployment\\.xhtml\\?id=.*"));

    page.goBack();
    assertThat(page).hasURL(Pattern.compile(".*/deployments\\.xhtml.*"));
    page.goForward();
    assertThat(page).hasURL(Pattern.compile(".*/deployment\\.xhtml\\?id=.*"));
    page.reload();
    page.navigate("/console/deployments.xhtml");
    Locator started =
        page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("goneback"));
    assertThat(started).hasCount(1);
  }

  @Test
  void all_of_ten_thousand_types_can_be_reached_by_paging() throws SQLException {
    stored("Atype");
    execute(
        "insert into version select encode(sha256(('Many' || n)::bytea), 'hex'),"
            + " 'Many' || to_char(n, 'FM00000'), content_hash, content, source, author, message,"
            + " parents, created_at from version, generate_series(1, 10000) n"
            + " where type_key = 'Atype'");
    execute(
        "insert into content_type select type_key, id from version where type_key ~ '^Many[0-9]+$'");
    try {
      page.navigate("/console/types.xhtml");
      Locator keys = page.locator("td.key");
      assertThat(keys).hasCount(50);
      page.locator("#after").fill("Many09980");
      Chromium.press(page, "Go");
      assertThat(keys.first()).hasText("Many09981");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("← Previous")).click();
      assertThat(keys).hasCount(50);
      assertThat(keys.last()).hasText("Many09980");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Next →")).click();
      assertThat(keys.first()).hasText("Many09981");
    } finally {
      execute("delete from content_type where type_key ~ '^Many[0-9]+$'");
      execute("delete from version where type_key ~ '^Many[0-9]+$'");
    }
  }
}
