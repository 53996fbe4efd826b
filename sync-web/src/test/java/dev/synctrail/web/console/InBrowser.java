package dev.synctrail.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.SharedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Extended by tests of the console in a real browser, which must not complain; {@code CHROMIUM}
 * says where it is.
 */
abstract class InBrowser extends OnSharedServer {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static Playwright playwright;
  private static Browser browser;

  final List<String> complaints = new ArrayList<>();
  Page page;

  @BeforeAll
  static void open() {
    setDefaultAssertionTimeout(30_000);
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
    page = newPage("en");
  }

  Page newPage(String language) {
    Page fresh =
        browser
            .newContext(
                new Browser.NewContextOptions().setViewportSize(1280, 900).setLocale(language))
            .newPage();
    fresh.onPageError(complaints::add);
    fresh.onConsoleMessage(
        message -> {
          if (!message.type().equals("log")) {
            complaints.add(message.text());
          }
        });
    return fresh;
  }

  @AfterEach
  void nothing_was_complained_about() {
    page.context().close();
    assertThat(complaints).isEmpty();
  }

  void navigate(String path) {
    page.navigate(server().uri().resolve(path).toString());
  }

  void signIn(String password) {
    page.locator("#form\\:name").fill(SharedServer.USER);
    page.locator("#form\\:password").fill(password);
    page.locator("#form\\:enter").click();
  }

  /** Signs in and goes to a page of the console. */
  void enter(String path) {
    navigate("/");
    signIn(SharedServer.PASSWORD);
    page.waitForURL("**/console/**");
    navigate("/console/" + path);
  }

  void press(String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }

  void photograph(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  byte[] file(Runnable click) {
    try {
      return Files.readAllBytes(page.waitForDownload(click).path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
