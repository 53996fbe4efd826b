package dev.synctrail.web.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
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
 * Chromium, and what people do in it on every page; {@code CHROMIUM} says where it is. What pages
 * complain about is kept for the test to look at.
 */
public final class Chromium implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int PATIENCE = 30_000;

  /** In pixels; the browser refuses to draw much higher ones. */
  private static final int HIGHEST_PICTURE = 10_000;

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it. */
  public static Chromium start() {
    setDefaultAssertionTimeout(PATIENCE);
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
   * Opens a page of somebody who was never there before.
   *
   * @param server what addresses that are paths are below
   */
  public Page open(URI server, String language) {
    Page fresh =
        browser
            .newContext(
                new Browser.NewContextOptions()
                    .setBaseURL(server.toString())
                    .setViewportSize(1280, 900)
                    .setLocale(language))
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

  /** Returns errors and warnings of all pages; who expects one takes it out. */
  public List<String> complaints() {
    return complaints;
  }

  /** Fills in the sign-in page that is shown. */
  public static void signIn(Page page, String name, String password) {
    page.locator("#form\\:name").fill(name);
    page.locator("#form\\:password").fill(password);
    page.locator("#form\\:enter").click();
  }

  /** Signs in at the start, and waits until inside. */
  public static void enter(Page page, String name, String password) {
    page.navigate("/");
    signIn(page, name, password);
    page.waitForURL("**/console/**");
  }

  /** Presses the button of that very name. */
  public static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }

  /** Keeps a picture of the page with the build's output, of all that the browser can draw. */
  public static void photograph(Page page, String name) {
    int height = (Integer) page.evaluate("document.documentElement.scrollHeight");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + ".png"))
            .setFullPage(true)
            .setClip(0, 0, page.viewportSize().width, Math.min(height, HIGHEST_PICTURE)));
  }

  /** Returns the file that a click brings. */
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
