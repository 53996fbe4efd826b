package dev.synctrail.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.SharedServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Base class of tests of the console in a real browser. A test fails if the browser reports an
 * error.
 */
public abstract class InBrowser extends OnSharedServer {
  private static Chromium browser;
  private static List<Cookie> session = List.of();

  protected Page page;

  @BeforeAll
  static void open() {
    browser = Chromium.start();
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @BeforeEach
  protected void visit() {
    page = newPage("en");
  }

  protected static Chromium browser() {
    return browser;
  }

  protected Page newPage(String language) {
    return browser.open(server().uri(), language);
  }

  protected List<String> browserErrors() {
    return browser.browserErrors();
  }

  @AfterEach
  protected void expect_no_browser_errors() {
    page.context().close();
    List<String> browserErrors = List.copyOf(browser.browserErrors());
    browser.browserErrors().clear();
    assertThat(browserErrors).isEmpty();
  }

  protected void navigate(String path) {
    page.navigate(path);
  }

  protected void signIn(String password) {
    Chromium.signIn(page, SharedServer.USER, password);
  }

  /** Opens a page of the console, in the session of the previous test if it is still valid. */
  protected void enter(String path) {
    page.context().addCookies(session);
    navigate("/console/" + path);
    if (page.url().contains("sign-in")) {
      page.context().clearCookies();
      Chromium.enter(page, SharedServer.USER, SharedServer.PASSWORD);
      session = page.context().cookies();
      navigate("/console/" + path);
    }
  }

  protected void press(String name) {
    Chromium.press(page, name);
  }

  protected void photograph(String name) {
    Chromium.photograph(page, name);
  }

  protected byte[] file(Runnable click) {
    return Chromium.file(page, click);
  }
}
