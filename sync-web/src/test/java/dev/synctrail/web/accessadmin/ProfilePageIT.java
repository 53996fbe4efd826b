package dev.synctrail.web.accessadmin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.console.InBrowser;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests what users see and change of themselves. */
class ProfilePageIT extends InBrowser {
  private static final String PASSWORD = "correct horse battery";
  private final String name = "ann-" + UUID.randomUUID();

  @BeforeEach
  void sign_in_as_operator() {
    server().addUser(name, "OPERATOR", PASSWORD);
    Chromium.enter(page, name, PASSWORD);
    navigate("/console/profile.xhtml");
  }

  private static RequestSpecification administrator() {
    return server().api().contentType("application/json");
  }

  private String cookie(String cookie) {
    return page.context().cookies().stream()
        .filter(one -> one.name.equals(cookie))
        .map(one -> one.value)
        .findFirst()
        .orElse("");
  }

  @Test
  void language_and_zone_are_stored_with_the_user_and_override_the_browser() {
    assertThat(page.locator("main")).containsText("Operator: pushes, pulls, retries, edits");
    assertThat(page.locator("#rights")).containsText("push, pull, retry and edit");
    assertThat(page.locator("#rights")).not().containsText("manage platforms");
    page.locator("#language").selectOption("de");
    page.locator("#zone").selectOption("Europe/Berlin");
    press("Save");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Einstellungen gespeichert");
    assertThat(page.locator("#zone")).hasValue("Europe/Berlin");
    assertThat(page.locator("html")).hasAttribute("lang", "de");
    assertThat(cookie("zone")).isEqualTo("Europe/Berlin");
    photograph("profile");
    page.locator("#theme-choice").selectOption("dark");
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    page.reload();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");

    Page elsewhere = newPage("en");
    Chromium.enter(elsewhere, name, PASSWORD);
    assertThat(elsewhere.locator("html")).hasAttribute("lang", "de");
    elsewhere.navigate("/console/nowhere.xhtml");
    assertThat(elsewhere.locator("h1")).hasText("Seite nicht gefunden");
    browserErrors().removeIf(text -> text.contains("404"));
    elsewhere.context().close();

    page.locator("#tokenName").fill("summer");
    page.locator("#tokenExpires").fill("2999-07-31");
    page.locator("#createToken").click();
    assertThat(page.locator(".new-secret")).containsText("summer");
    assertThat(
            administrator()
                .get("/tokens")
                .<Object>path("data.find { it.name == '" + name + "/summer' }.expiresAt"))
        .isEqualTo("2999-07-31T22:00:00.000Z");

    page.locator("#language").selectOption("");
    page.locator("#zone").selectOption("");
    page.locator("#savePreferences").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Preferences saved");
    assertThat(cookie("zone")).isNotEqualTo("Europe/Berlin");
  }

  @Test
  void a_personal_token_is_shown_once_has_at_most_the_users_rights_and_is_revoked() {
    assertThat(page.locator("#tokenRole option")).hasCount(2);
    assertThat(page.locator("#tokenRole")).not().containsText("ADMIN");
    page.locator("#tokenExpires").fill("2020-01-31");
    press("Create token");
    assertThat(page.locator("#tokenName-fault")).containsText("characters");
    assertThat(page.locator("#tokenExpires-fault")).containsText("in the past");
    page.locator("#tokenName").fill("laptop");
    page.locator("#tokenRole").selectOption("OPERATOR");
    page.locator("#tokenExpires").fill("");
    press("Create token");
    assertThat(page.locator(".new-secret")).containsText("Secret of token " + name + "/laptop");
    String secret = page.locator("#secret").innerText();
    assertThat(status(secret)).isEqualTo(200);
    photograph("profile-token");
    page.locator("#tokenName").fill("LAPTOP");
    press("Create token");
    assertThat(page.locator("#tokenName-fault")).containsText("never reused");

    role("VIEWER");
    assertThat(status(secret)).isEqualTo(401);
    navigate("/console/profile.xhtml");
    assertThat(page.locator("main")).not().containsText(secret);
    assertThat(row()).containsText("suspended");
    role("OPERATOR");
    assertThat(status(secret)).isEqualTo(200);

    press("Revoke");
    assertThat(row()).containsText("revoked");
    assertThat(status(secret)).isEqualTo(401);
    assertThat(
            administrator()
                .queryParam("actor", name)
                .queryParam("kind", "CHANGED")
                .get("/access-log")
                .<Object>path("data.collect { it.right + ' ' + (it.details.after != null) }")
                .toString())
        .isEqualTo("[SELF false, SELF true]");
  }

  private Locator row() {
    return page.locator("#tokens tbody tr");
  }

  private void role(String role) {
    administrator()
        .body("{\"role\":\"" + role + "\"}")
        .put("/users/" + name)
        .then()
        .statusCode(200);
  }

  private static int status(String secret) {
    return given()
        .header("Authorization", "Bearer " + secret)
        .get(server().uri().resolve("/api/v1/me"))
        .statusCode();
  }
}
