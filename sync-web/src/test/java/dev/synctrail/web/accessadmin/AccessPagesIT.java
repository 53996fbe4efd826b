package dev.synctrail.web.accessadmin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.console.InBrowser;
import dev.synctrail.web.server.SharedServer;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests the pages of users, tokens and the access log. */
class AccessPagesIT extends InBrowser {
  private final String name = "ann-" + UUID.randomUUID();

  private String addedUser() {
    page.locator("#userName").fill(name);
    page.locator("#userRole").selectOption("VIEWER");
    press("Add user with a password");
    assertThat(page.locator(".new-secret")).containsText("Password of " + name);
    return page.locator("#secret").innerText();
  }

  private void signedIn(Page other, String password) {
    other.navigate(server().uri().toString());
    other.locator("#form\\:name").fill(name);
    other.locator("#form\\:password").fill(password);
    other.locator("#form\\:enter").click();
  }

  private Locator row(String table) {
    return page.locator(table + " tbody tr").filter(new Locator.FilterOptions().setHasText(name));
  }

  @Test
  void a_user_is_added_chooses_a_password_and_is_signed_out_when_locked() {
    enter("access.xhtml");
    page.locator("#userName").fill("no blanks");
    press("Add user with a password");
    assertThat(page.locator("#userName-fault")).containsText("letters, digits");
    assertThat(page.locator("#userName")).hasAttribute("aria-invalid", "true");
    assertThat(page.locator("#userName")).hasValue("no blanks");

    String first = addedUser();
    photograph("access-new-secret");
    page.locator("#userName").fill(name);
    press("Add user with a password");
    assertThat(page.locator("#userName-fault")).containsText("never reused");
    assertThat(page.locator("#secret")).hasCount(0);

    Page other = newPage("en");
    signedIn(other, first);
    assertThat(other).hasURL(Pattern.compile(".*/console/password\\.xhtml"));
    other.locator("#form\\:current").fill(first);
    other.locator("#form\\:chosen").fill("correct horse battery");
    other.locator("#form\\:again").fill("correct horse");
    other.locator("#form\\:change").click();
    assertThat(other.getByRole(AriaRole.ALERT)).containsText("do not match");
    other.locator("#form\\:current").fill(first);
    other.locator("#form\\:chosen").fill("correct horse battery");
    other.locator("#form\\:again").fill("correct horse battery");
    other.locator("#form\\:change").click();
    assertThat(other).hasURL(Pattern.compile(".*/console/overview\\.xhtml"));
    assertThat(other.locator("#nav")).not().containsText("Access");

    navigate("/console/access.xhtml");
    row("#users").getByRole(AriaRole.LINK).click();
    page.locator("#role").selectOption("AUDITOR");
    press("Save");
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("Role of");
    other.reload();
    assertThat(other.locator("#nav")).containsText("Access log");
    press("Lock");
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("locked");
    other.reload();
    assertThat(other).hasURL(Pattern.compile(".*/sign-in\\.xhtml.*"));

    press("Unlock");
    press("Reset password");
    signedIn(other, page.locator("#secret").innerText());
    assertThat(other).hasURL(Pattern.compile(".*/console/password\\.xhtml"));
    other.context().close();

    navigate("/console/access-log.xhtml?kind=CHANGED");
    Locator changes = page.locator("#log tbody tr");
    assertThat(
            changes
                .filter(new Locator.FilterOptions().setHasText(name))
                .filter(new Locator.FilterOptions().setHasText("Role: Viewer → Auditor")))
        .hasCount(1);
    assertThat(changes.first()).containsText("Must change the password");
    assertThat(page.locator("main")).not().containsText(first);
    navigate("/console/access-log.xhtml?kind=SIGNED_IN&actor=" + name);
    assertThat(page.locator("#log tbody tr")).hasCount(2);
    assertThat(page.locator("#log tbody tr").first()).containsText("password");
    navigate("/console/access-review.xhtml");
    assertThat(row("#review")).containsText("Auditor");
  }

  @Test
  void a_colleague_is_invited_in_three_clicks_and_the_link_is_used_once() {
    enter("overview.xhtml");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Access").setExact(true))
        .click();
    page.locator("#userName").click();
    page.keyboard().type(name);
    press("Invite");
    assertThat(page.locator(".new-secret")).containsText("Invitation of " + name);
    String link = page.locator("#secret").innerText();
    assertThat(link).startsWith(server().uri() + "invitation.xhtml?code=");
    photograph("access-invitation");
    navigate("/console/access.xhtml");
    assertThat(page.locator("main")).not().containsText(link);
    assertThat(row("#users")).containsText("invited until");

    Page colleague = newPage("en");
    colleague.navigate(link);
    assertThat(colleague.locator("main")).containsText("Welcome, " + name);
    assertThat(colleague.locator("#form\\:chosen")).isFocused();
    Chromium.photograph(colleague, "invitation");
    colleague.keyboard().type("correct horse");
    colleague.locator("#form\\:again").fill("correct horse battery");
    colleague.locator("#form\\:accept").click();
    assertThat(colleague.getByRole(AriaRole.ALERT)).containsText("do not match");
    colleague.locator("#form\\:chosen").fill("correct horse battery");
    colleague.locator("#form\\:again").fill("correct horse battery");
    colleague.locator("#form\\:accept").click();
    assertThat(colleague).hasURL(Pattern.compile(".*/console/overview\\.xhtml"));
    colleague.context().clearCookies();
    colleague.navigate(link);
    assertThat(colleague.getByRole(AriaRole.ALERT)).containsText("This invitation is not valid");
    browserErrors().removeIf(text -> text.contains("404"));
    colleague.context().close();

    navigate("/console/user.xhtml?name=" + name);
    assertThat(page.locator("#state")).containsText("active");
    page.locator("#invite").click();
    assertThat(page.locator("#askTitle")).hasText("New invitation link: " + name);
    assertThat(page.locator("#askText")).containsText("are no longer valid");
    page.locator("#askYes").click();
    assertThat(page.locator("#secret")).containsText("invitation.xhtml?code=");
    assertThat(page.locator("#state")).containsText("invited until");
    press("Revoke invitation");
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("revoked");
    assertThat(page.locator("#state")).containsText("no password");
  }

  @Test
  void a_token_is_shown_once_works_and_is_revoked() {
    String token = name + " <script>alert(1)</script> שלום 🚀";
    enter("access.xhtml");
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    page.locator("#tokenName").fill(token);
    page.locator("#tokenRole").selectOption("VIEWER");
    page.locator("#tokenExpires").fill("2020-01-31");
    press("Create token");
    assertThat(page.locator("#tokenExpires-fault")).containsText("in the past");
    page.locator("#tokenExpires").fill("2999-01-31");
    press("Create token");
    assertThat(page.locator(".new-secret")).containsText(token);
    String secret = page.locator("#secret").innerText();
    press("Copy");
    assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Copied")))
        .isVisible();
    assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(secret);
    assertThat(statusWith(secret)).isEqualTo(200);

    navigate("/console/access.xhtml");
    assertThat(page.locator("main")).not().containsText(secret);
    assertThat(row("#tokens")).containsText("valid");
    row("#tokens").getByRole(AriaRole.LINK).click();
    press("Revoke");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("revoked");
    assertThat(row("#tokens")).containsText("revoked");
    assertThat(statusWith(secret)).isEqualTo(401);
  }

  private static int statusWith(String secret) {
    return given()
        .header("Authorization", "Bearer " + secret)
        .get(server().uri().resolve("/api/v1/me"))
        .statusCode();
  }

  @Test
  void changes_are_recorded_as_over_the_api_and_refused_changes_are_not() {
    String id = "p" + UUID.randomUUID().toString().replace("-", "");
    enter("platform.xhtml");
    page.locator("#id").fill(id);
    page.locator("#name").fill("Before");
    page.locator("#baseUrl").fill("not a url");
    press("Save");
    assertThat(page.locator("#baseUrl-fault")).containsText("absolute URL");
    page.locator("#baseUrl").fill("https://api.cms.optimizely.com");
    press("Save");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("saved");
    page.locator("#name").fill("After");
    press("Save");
    assertThat(page.locator("h1")).hasText("After " + id);
    press("Remove platform");
    assertThat(page).hasURL(Pattern.compile(".*/platforms\\.xhtml"));

    List<String> names =
        server()
            .api()
            .queryParam("kind", "CHANGED")
            .queryParam("actor", SharedServer.USER)
            .get("/access-log")
            .then()
            .statusCode(200)
            .extract()
            .path(
                "data.findAll { (it.details.before ?: it.details.after).id == '"
                    + id
                    + "' }.collect { (it.details.before?.name) + '>' + (it.details.after?.name) }");
    assertThat(names).containsExactly("After>null", "Before>After", "null>Before");
  }

  @Test
  void the_access_log_is_paged_and_names_invalid_filters() {
    for (int i = 0; i < 55; i++) {
      server().api().get("/sync/0198c0de-0000-7000-8000-000000000000/payload");
    }
    enter("access-log.xhtml");
    page.locator("#kind").selectOption("PAYLOAD_READ");
    page.locator("#actorContains").fill("BOOT");
    press("Apply");
    assertThat(page.locator("#log tbody tr")).hasCount(50);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Older →")).click();
    assertThat(page).hasURL(Pattern.compile(".*kind=PAYLOAD_READ&actorContains=BOOT&after=\\d+"));
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("← Newer")).click();
    assertThat(page.locator("#log tbody tr")).hasCount(50);

    navigate("/console/access-log.xhtml?startDate=soon");
    assertThat(page.locator("#startDate-fault")).containsText("not a valid value");
    assertThat(page.getByText("No matches")).isVisible();
  }
}
