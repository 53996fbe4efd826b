package dev.synctrail.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.browser.Chromium;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests what the console shows and rejects for the role viewer. */
class ForbiddenIT extends InBrowser {
  private static final String CHOSEN = "correct horse battery";

  /** Pages on which users change what is their own. */
  private static final Set<String> OWN = Set.of("profile", "password");

  private final String name = "viewer-" + UUID.randomUUID();

  @BeforeEach
  void sign_in_as_viewer() {
    server().addUser(name, "VIEWER", CHOSEN);
    Chromium.enter(page, name, CHOSEN);
  }

  private static String failed() {
    String id = server().record("Viewed" + UUID.randomUUID().toString().replace("-", ""), "{}");
    server().fail(id, "refused");
    return id;
  }

  private void role(String role) {
    administrator()
        .body("{\"role\":\"" + role + "\"}")
        .put("/users/" + name)
        .then()
        .statusCode(200);
  }

  @Test
  void a_form_that_is_sent_after_the_right_was_lost_is_rejected_and_recorded() {
    role("OPERATOR");
    navigate("/console/type.xhtml");
    page.locator("#content").fill("{}");
    role("VIEWER");
    page.locator("#save").click();
    assertThat(page.locator("h1")).hasText("Access denied");
    assertThat(page.locator("main")).containsText("right ACTION (push, pull, retry and edit)");
    assertThat(page.locator("main")).containsText("403");
    photograph("forbidden");
    browserErrors().removeIf(text -> text.contains("403"));
    server()
        .api()
        .queryParam("actor", name)
        .queryParam("kind", "DENIED")
        .get("/access-log")
        .then()
        .body(
            "data[0].right", equalTo("ACTION"),
            "data[0].method", equalTo("POST"),
            "data[0].target", equalTo("/console/type.xhtml"));

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Back")).click();
    assertThat(page.locator("main")).containsText("Requires the right ACTION");
    assertThat(page.locator("#save")).hasCount(0);
  }

  @Test
  void a_viewer_undoes_the_removal_of_a_view_but_not_what_a_link_names() {
    navigate("/console/history.xhtml?status=FAILED");
    page.locator("#views > summary").click();
    page.getByLabel("View name").fill("mine");
    press("Save");
    page.locator("#views > summary").click();
    press("Remove");
    press("Undo");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("saved");
    page.locator("#views > summary").click();
    assertThat(page.locator("#views a")).hasText("mine");

    navigate("/console/history.xhtml?undo=view:mine");
    assertThat(page.locator("h1")).isVisible();
    assertThat(page.locator("#undoLast")).hasCount(0);
  }

  @Test
  void a_page_without_its_right_is_rejected_and_not_linked() {
    assertThat(page.locator("#nav")).not().containsText("Access");
    for (String path :
        List.of("access.xhtml", "access-log.xhtml", "export?format=csv", "evidence")) {
      navigate("/console/" + path);
      assertThat(page.locator("h1")).hasText("Access denied");
    }
    browserErrors().removeIf(text -> text.contains("403"));
    for (String path :
        List.of(
            "deployments",
            "pull-runs",
            "type",
            "types",
            "drift",
            "drift-history",
            "conflicts",
            "platforms")) {
      navigate("/console/" + path + ".xhtml");
      assertThat(page.locator("main")).isVisible();
    }
    assertThat(page.locator("main")).not().containsText("New platform");
  }

  @Test
  void no_page_has_a_form_of_a_right_that_the_viewer_lacks() throws IOException {
    String sync = failed();
    String platform = "v" + UUID.randomUUID().toString().replace("-", "");
    String type = "Viewed" + platform;
    administrator()
        .body(
            "{\"id\":\"%s\",\"kind\":\"optimizely\",\"name\":\"Seen\",\"baseUrl\":\"https://api.cms.optimizely.com\"}"
                .formatted(platform))
        .post("/platforms")
        .then()
        .statusCode(201);
    administrator()
        .body(
            "{\"content\":{\"key\":\"%s\",\"baseType\":\"_page\",\"displayName\":\"A\"}}"
                .formatted(type))
        .put("/types/" + type)
        .then()
        .statusCode(201);
    String run =
        administrator()
            .header("Prefer", "wait=30")
            .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(platform, type))
            .post("/deployments")
            .path("id");
    administrator()
        .body("{\"platform\":\"%s\",\"reason\":\"seen\"}".formatted(platform))
        .post("/pauses")
        .then()
        .statusCode(201);
    Map<String, String> queries =
        Map.of(
            "sync", "?id=" + sync,
            "type", "?key=" + type,
            "deployment", "?id=" + run,
            "platform", "?id=" + platform,
            "drift", "?platform=" + platform);
    List<String> found = new ArrayList<>();
    try (Stream<Path> pages = Files.list(Path.of("src/main/webapp/console"))) {
      for (Path file : pages.sorted().toList()) {
        String page = file.getFileName().toString().replace(".xhtml", "");
        if (!OWN.contains(page)) {
          found.addAll(forms(page, page + ".xhtml" + queries.getOrDefault(page, "")));
          if (queries.containsKey(page)) {
            found.addAll(forms(page, page + ".xhtml"));
          }
        }
      }
    }
    browserErrors().removeIf(text -> text.contains("403") || text.contains("404"));
    assertThat(found).isEmpty();
    navigate("/console/platform.xhtml?id=" + platform);
    assertThat(page.locator("#facts")).containsText("https://api.cms.optimizely.com");
    assertThat(page.locator("main")).containsText("Requires the right ADMINISTRATION");
    photograph("viewer-platform");
  }

  /**
   * Returns the forms that the user could send, except that of the own views, and what is disabled.
   */
  private List<String> forms(String name, String address) {
    navigate("/console/" + address);
    Object found =
        page.evaluate(
            """
            Array.from(document.querySelectorAll('main form[method=post]:not(#keep)'))
              .filter(f => f.querySelector('button, select, textarea, input:not([type=hidden])'))
              .map(f => f.getAttribute('id'))
              .concat(Array.from(document.querySelectorAll('main :disabled, main a[aria-disabled]'))
                .map(e => 'disabled ' + (e.id || e.name || e.textContent)))""");
    return ((List<?>) found).stream().map(one -> name + ": " + one).toList();
  }

  private static RequestSpecification administrator() {
    return server().api().contentType("application/json");
  }

  @Test
  void payloads_are_listed_but_not_shown() {
    navigate("/console/sync.xhtml?id=" + failed());

    page.locator("#payload-SENT > summary").click();
    assertThat(page.locator("#payload-SENT")).containsText("SHA-256");
    assertThat(page.locator("#payload-SENT")).containsText("Requires the right PAYLOAD");
    assertThat(page.locator("#payload-SENT pre")).hasCount(0);
    assertThat(page.locator("#retry")).hasCount(0);
    assertThat(page.locator("#proof .choices li").first())
        .containsText("Requires the right EXPORT");
    assertThat(page.locator("#proof .choices li").last()).containsText("Requires the right EXPORT");
    assertThat(page.locator("#proof a[href^='evidence']")).hasCount(0);
  }
}
