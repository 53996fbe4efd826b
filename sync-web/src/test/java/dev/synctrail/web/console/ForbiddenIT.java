package dev.synctrail.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.browser.Chromium;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests what the console shows and rejects for the role viewer. */
class ForbiddenIT extends InBrowser {
  private static final String CHOSEN = "correct horse battery";
  private final String name = "viewer-" + UUID.randomUUID();

  @BeforeEach
  void sign_in_as_viewer() {
    String first =
        server()
            .api()
            .contentType("application/json")
            .body("{\"name\":\"%s\",\"role\":\"VIEWER\"}".formatted(name))
            .post("/users")
            .then()
            .statusCode(201)
            .extract()
            .path("password");
    given()
        .auth()
        .preemptive()
        .basic(name, first)
        .contentType("application/json")
        .body("{\"current\":\"%s\",\"new\":\"%s\"}".formatted(first, CHOSEN))
        .put(server().uri().resolve("/api/v1/me/password"))
        .then()
        .statusCode(204);
    Chromium.enter(page, name, CHOSEN);
  }

  private static String failed() {
    String typeKey = "Viewed" + UUID.randomUUID().toString().replace("-", "");
    String id =
        server()
            .api()
            .contentType("application/json")
            .body(
                "{\"typeKey\":\"%s\",\"targetPlatform\":\"elsewhere\",\"syncDirection\":\"PUSH\",\"data\":{\"a\":1}}"
                    .formatted(typeKey))
            .post("/sync")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    server()
        .api()
        .contentType("application/json")
        .body("{\"status\":\"FAILED\",\"error\":\"refused\"}")
        .put("/sync/" + id + "/status")
        .then()
        .statusCode(200);
    return id;
  }

  private Locator button(String text) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(text).setExact(true));
  }

  private static void force(Locator button) {
    button.evaluate("it => it.removeAttribute('disabled')");
    button.click();
  }

  @Test
  void an_action_without_its_right_is_disabled_and_rejected_and_recorded() {
    failed();
    navigate("/console/history.xhtml");
    Locator retry = button("Retry selected");
    assertThat(retry).isDisabled();
    assertThat(retry)
        .hasAttribute("title", "Requires the right ACTION (push, pull, retry and edit)");
    assertThat(page.getByText("CSV").last()).hasAttribute("aria-disabled", "true");
    photograph("viewer-history");

    page.locator("input[name=sync]").first().check();
    force(retry);
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
            "data[0].target", equalTo("/console/history.xhtml"));

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Back")).click();
    assertThat(page.locator("h1")).hasText("History");
  }

  @Test
  void a_page_without_its_right_is_rejected_and_not_linked() {
    assertThat(page.locator("#nav")).not().containsText("Access");
    for (String path : List.of("access.xhtml", "access-log.xhtml", "export?format=csv")) {
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
    assertThat(page.locator("main a[aria-disabled]")).hasText("New platform");
  }

  @Test
  void payloads_are_listed_but_not_shown() {
    navigate("/console/sync.xhtml?id=" + failed());

    page.locator("#payload-SENT > summary").click();
    assertThat(page.locator("#payload-SENT")).containsText("SHA-256");
    assertThat(page.locator("#payload-SENT")).containsText("Requires the right PAYLOAD");
    assertThat(page.locator("#payload-SENT pre")).hasCount(0);
    assertThat(page.locator("#retry")).hasCount(0);
  }
}
