package dev.synctrail.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.server.SharedServer;
import dev.synctrail.web.server.Watched;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Extended by tests of the console beside a platform that others change too. */
abstract class OnWatchedScene {
  static Watched scene;
  private static Chromium browser;

  Page page;

  @BeforeAll
  static void start() {
    Map<String, String> more = new HashMap<>();
    more.put("sync.read-back.after", "PT0S");
    more.put("sync.read-back.between", "PT0.2S");
    more.put("sync.bootstrap.admin-user", SharedServer.USER);
    more.put("sync.bootstrap.admin-password", SharedServer.PASSWORD);
    more.put("sync.bootstrap.admin-must-change", "false");
    scene = new Watched("watched-console", more).start();
    browser = Chromium.start();
  }

  @AfterAll
  static void end() {
    browser.close();
    scene.close();
  }

  @BeforeEach
  void enter() {
    page = newPage();
    Chromium.enter(page, SharedServer.USER, SharedServer.PASSWORD);
  }

  static Page newPage() {
    return browser.open(scene.server().uri(), "en");
  }

  static List<String> complaints() {
    return browser.complaints();
  }

  @AfterEach
  void nothing_was_complained_about() {
    page.context().close();
    List<String> complaints = List.copyOf(browser.complaints());
    browser.complaints().clear();
    assertThat(complaints).isEmpty();
  }

  static String type(String typeKey, String name, int order) {
    return "{\"key\":\"%s\",\"baseType\":\"_component\",\"displayName\":\"%s\",\"sortOrder\":%d}"
        .formatted(typeKey, name, order);
  }

  static void store(String typeKey, String name, int order) {
    store(typeKey, type(typeKey, name, order));
  }

  static void store(String typeKey, String content) {
    scene
        .api()
        .body("{\"content\":%s,\"source\":\"UI\",\"author\":\"ann\"}".formatted(content))
        .put("types/" + typeKey)
        .then()
        .statusCode(201);
  }
}
