package dev.synctrail.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.SharedServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console in a real browser; {@code CHROMIUM} says where it is. */
class ConsoleIT extends OnSharedServer {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();
  private Page page;

  @BeforeAll
  static void open() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(
                        Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium")))
                    .setArgs(List.of("--no-sandbox")));
  }

  @AfterAll
  static void close() {
    playwright.close();
  }

  @BeforeEach
  void visit() {
    page = browser.newContext().newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
  }

  @AfterEach
  void nothing_was_complained_about() {
    page.context().close();
    assertThat(complaints).isEmpty();
  }

  private void navigate(String path) {
    page.navigate(server().uri().resolve(path).toString());
  }

  private void signIn(String password) {
    page.getByLabel("Name").fill(SharedServer.USER);
    page.getByLabel("Password").fill(password);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
  }

  private String session() {
    return page.context().cookies().stream()
        .filter(cookie -> cookie.name.equals("synctrail"))
        .findFirst()
        .orElseThrow()
        .value;
  }

  private void photograph(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  @Test
  void a_wrong_password_is_refused() {
    navigate("/");
    signIn("wrong");

    assertThat(page.getByRole(AriaRole.ALERT)).hasText("The name or the password is wrong");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml"));
    photograph("sign-in-refused");
    navigate("/console/syncs.xhtml");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml"));
  }

  @Test
  void the_right_one_opens_the_console_under_a_new_session_until_signing_out() {
    navigate("/");
    String before = session();
    signIn(SharedServer.PASSWORD);

    assertThat(page).hasURL(Pattern.compile(".*/console/syncs\\.xhtml"));
    assertThat(session()).isNotEqualTo(before);
    assertThat(page.getByText("Signed in as")).containsText(SharedServer.USER);

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out")).click();
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml"));
    navigate("/console/syncs.xhtml");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml"));
  }

  @Test
  void a_session_does_not_open_the_api() {
    navigate("/");
    signIn(SharedServer.PASSWORD);
    assertThat(page).hasURL(Pattern.compile(".*/console/syncs\\.xhtml"));

    assertThat(page.request().get(server().uri().resolve("/api/v1/tokens").toString()).status())
        .isEqualTo(401);
  }

  @Test
  void an_open_sync_is_followed_until_it_is_settled() {
    String typeKey = "Console" + UUID.randomUUID().toString().replace("-", "");
    String id = recorded(typeKey);
    navigate("/");
    signIn(SharedServer.PASSWORD);

    Locator row =
        page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(typeKey));
    assertThat(row).containsText("In progress");
    assertThat(row).containsText("bootstrap");
    assertThat(row.locator("time")).hasAttribute("title", Pattern.compile(".* UTC"));
    photograph("syncs-open");

    server()
        .api()
        .contentType("application/json")
        .body("{\"status\":\"FAILED\",\"error\":\"<b>refused</b>\"}")
        .put("/sync/" + id + "/status")
        .then()
        .statusCode(200);

    assertThat(row).containsText("Failed");
    assertThat(row).containsText("<b>refused</b>");
    photograph("syncs-settled");
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
  void the_api_can_be_read_and_tried_in_the_browser() {
    navigate("/api-docs/");

    assertThat(page.getByText("List the tokens")).isVisible();
    photograph("api-docs");
  }
}
