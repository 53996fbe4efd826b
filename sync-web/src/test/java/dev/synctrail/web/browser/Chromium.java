package dev.synctrail.web.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Controls Chromium for tests of the console. The environment variable {@code CHROMIUM} names the
 * executable. Messages that pages write to the browser's console are collected for the test.
 */
public final class Chromium implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int TIMEOUT = 30_000;

  /** In pixels; the browser fails to draw much higher screenshots. */
  private static final int MAX_SCREENSHOT_HEIGHT = 10_000;

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> browserErrors = new ArrayList<>();

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts the browser. */
  public static Chromium start() {
    setDefaultAssertionTimeout(TIMEOUT);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(
                        Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium")))
                    .setArgs(List.of("--no-sandbox"))));
  }

  /**
   * Opens a page in a new browser context, without cookies.
   *
   * @param server the base of relative addresses
   */
  public Page open(URI server, String language) {
    return open(server, language, "UTC");
  }

  /**
   * Opens a page in a new browser context, without cookies.
   *
   * @param server the base of relative addresses
   * @param zone the time zone of the browser
   */
  public Page open(URI server, String language, String zone) {
    Page page =
        browser
            .newContext(
                new Browser.NewContextOptions()
                    .setBaseURL(server.toString())
                    .setViewportSize(1280, 900)
                    .setLocale(language)
                    .setTimezoneId(zone))
            .newPage();
    page.onPageError(browserErrors::add);
    page.onConsoleMessage(
        message -> {
          if (!message.type().equals("log")) {
            browserErrors.add(message.text());
          }
        });
    return page;
  }

  /**
   * Returns the errors and warnings of all pages; a test that expects one removes it from the list.
   */
  public List<String> browserErrors() {
    return browserErrors;
  }

  /** Fills in the sign-in page that is shown. */
  public static void signIn(Page page, String name, String password) {
    page.locator("#form\\:name").fill(name);
    page.locator("#form\\:password").fill(password);
    page.locator("#form\\:enter").click();
  }

  /** Opens the start page, signs in and waits for the console. */
  public static void enter(Page page, String name, String password) {
    page.navigate("/");
    signIn(page, name, password);
    page.waitForURL("**/console/**");
  }

  /** Presses the button of exactly that name, and confirms if the page asks. */
  public static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
    confirm(page);
  }

  /** Confirms what the page asks; does nothing if it asks nothing. */
  public static void confirm(Page page) {
    Locator yes = page.locator("#ask[open] #askYes");
    if (yes.isVisible()) {
      yes.click();
    }
  }

  /** Saves a screenshot of the page in the build's output, as high as the browser can draw. */
  public static void photograph(Page page, String name) {
    int height = (Integer) page.evaluate("document.documentElement.scrollHeight");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + ".png"))
            .setFullPage(true)
            .setClip(0, 0, page.viewportSize().width, Math.min(height, MAX_SCREENSHOT_HEIGHT)));
  }

  /** Returns the file that a click downloads. */
  public static byte[] file(Page page, Runnable click) {
    try {
      return Files.readAllBytes(page.waitForDownload(click).path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    playwright.close();
  }
}
