package dev.synctrail.web.version;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.synctrail.web.browser.PageChecks;
import dev.synctrail.web.console.InBrowser;
import dev.synctrail.web.server.SharedServer;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests editing of types by two people, drafts, and the comparison of versions. */
class TypeEditorIT extends InBrowser {
  private final String type = "Edited" + UUID.randomUUID().toString().replace("-", "");

  private static RequestSpecification api() {
    return server().api().contentType("application/json");
  }

  private String content(String name, int order) {
    return "{\"key\": \"%s\", \"baseType\": \"_page\", \"displayName\": \"%s\", \"sortOrder\": %d}"
        .formatted(type, name, order);
  }

  private String store(String content) {
    return api()
        .body("{\"content\": %s, \"message\": \"by the other\"}".formatted(content))
        .put("/types/" + type)
        .then()
        .statusCode(201)
        .extract()
        .path("versionId");
  }

  private List<String> versions() {
    return api().get("/types/" + type + "/versions").path("data.versionId");
  }

  private Locator editor() {
    return page.locator("#content");
  }

  private Locator change(String pointer) {
    return page.locator("#edits tbody tr").filter(new Locator.FilterOptions().setHasText(pointer));
  }

  private void open() {
    enter("type.xhtml?key=" + type);
  }

  @Test
  void two_people_see_both_changes_and_the_later_one_can_save_on_top() {
    store(content("One", 1));
    open();
    editor().fill(content("Mine", 1));
    page.locator("#message").fill("my reason");
    String theirs = store(content("Theirs", 2));
    press("Save");

    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("Another user saved a version");
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("by the other");
    assertThat(change("/displayName")).containsText("both");
    assertThat(change("/displayName")).containsText("One");
    assertThat(change("/displayName")).containsText("Theirs");
    assertThat(change("/displayName")).containsText("Mine");
    assertThat(change("/sortOrder")).containsText("the other user");
    page.locator("#edits-lines > summary").click();
    assertThat(page.locator("#edits-lines td.removed")).containsText(new String[] {"Theirs", "2"});
    assertThat(page.locator("#edits-lines td.added")).containsText(new String[] {"Mine", "1"});
    assertThat(editor()).hasValue(content("Mine", 1));
    assertThat(page.locator("#message")).hasValue("my reason");
    assertThat(PageChecks.violations(page)).isEmpty();
    photograph("type-edited-by-two");

    String again = store(content("Theirs again", 2));
    press("Save on top of the newer version");
    assertThat(change("/displayName")).containsText("Theirs again");
    press("Save on top of the newer version");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("New version of " + type);
    assertThat(versions()).hasSize(4).contains(theirs);
    String mine = versions().get(0);
    assertThat(api().get("/types/" + type + "/versions/" + mine).<List<String>>path("parents"))
        .containsExactly(again);
    assertThat(page.locator("#draft")).isHidden();
  }

  @Test
  void an_error_does_not_hide_that_another_user_has_saved() {
    store(content("One", 1));
    open();
    editor().fill("{");
    store(content("Theirs", 1));
    press("Save");
    assertThat(page.locator("#errors")).containsText("line 1");
    editor().fill(content("Mine", 1));
    press("Save");

    assertThat(change("/displayName")).containsText("Theirs");
    assertThat(versions()).hasSize(2);
  }

  @Test
  void a_new_type_is_not_saved_over_one_that_exists() {
    store(content("One", 1));
    enter("type.xhtml");
    editor().fill(content("Mine", 1));
    press("Save");

    assertThat(change("/displayName")).containsText("One");
    assertThat(versions()).hasSize(1);
    press("Save on top of the newer version");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("New version of " + type);
    assertThat(versions()).hasSize(2);
  }

  @Test
  void a_double_click_saves_once() {
    enter("type.xhtml");
    editor().fill(content("One", 1));
    page.locator("#save").dblclick();
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("New version of " + type);
    assertThat(page).hasURL(Pattern.compile(".*key=" + type + ".*"));
    editor().fill(content("Two", 1));
    page.locator("#save").dblclick();

    assertThat(page.locator(".graph tbody tr")).hasCount(2);
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("New version of " + type);
    assertThat(page.locator("#edits")).hasCount(0);
    assertThat(versions()).hasSize(2);
  }

  @Test
  void a_draft_survives_an_expired_session_and_other_pages() {
    store(content("One", 1));
    open();
    editor().fill(content("Draft", 1));
    page.locator("#message").fill("not lost");
    page.context().clearCookies();
    press("Save");

    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml.*"));
    signIn(SharedServer.PASSWORD);
    assertThat(page).hasURL(Pattern.compile(".*/type\\.xhtml\\?key=" + type));
    assertThat(page.locator("#draft")).containsText("draft that was not saved");
    assertThat(PageChecks.violations(page)).isEmpty();
    photograph("type-draft");
    press("Restore draft");
    assertThat(editor()).hasValue(content("Draft", 1));
    assertThat(page.locator("#message")).hasValue("not lost");

    navigate("/console/types.xhtml");
    page.goBack();
    press("Restore draft");
    assertThat(editor()).hasValue(content("Draft", 1));
    press("Save");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("New version of " + type);
    assertThat(page.locator("#draft")).isHidden();
    page.reload();
    assertThat(editor()).hasValue(Pattern.compile("Draft"));
    assertThat(page.locator("#draft")).isHidden();
    assertThat(page.evaluate("Object.keys(localStorage).filter(it => it.startsWith('draft'))"))
        .isEqualTo(List.of());
  }

  @Test
  void two_tabs_keep_a_draft_each() {
    store(content("One", 1));
    open();
    Page other = page.context().newPage();
    other.navigate("/console/type.xhtml?key=" + type);
    editor().fill(content("First tab", 1));
    other.locator("#content").fill(content("Second tab", 1));
    BrowserContext browser = page.context();
    page.close();
    other.close();
    page = browser.newPage();
    navigate("/console/type.xhtml?key=" + type);

    press("Restore draft");
    String first = editor().inputValue();
    navigate("/console/type.xhtml?key=" + type);
    press("Discard draft");
    press("Restore draft");
    assertThat(List.of(first, editor().inputValue()))
        .containsExactlyInAnyOrder(content("First tab", 1), content("Second tab", 1));
  }

  @Test
  void versions_are_compared_by_path_side_by_side_and_unified() {
    StringBuilder many = new StringBuilder();
    for (int i = 10; i < 60; i++) {
      many.append("\"p%d\": {\"type\": \"string\"},".formatted(i));
    }
    String properties = many + "\"z\": {\"type\": \"string\"}";
    String from =
        store(
            "{\"key\":\"%s\",\"baseType\":\"_page\",\"displayName\":\"One\",\"properties\":{%s}}"
                .formatted(type, properties));
    String to =
        store(
            "{\"displayName\":\"Two\",\"properties\":{%s},\"baseType\":\"_page\",\"key\":\"%s\"}"
                .formatted(
                    properties.replace("\"p40\": {", "\"p40\": {\"required\": true,"), type));
    open();
    press("Compare");
    assertThat(page.locator("#compared tbody tr")).hasCount(2);

    page.locator("#compared").getByText("Side by side").click();
    assertThat(page).hasURL(Pattern.compile(".*view=split.*"));
    assertThat(page.locator(".split td.removed")).containsText(new String[] {"One"});
    assertThat(page.locator(".split td.added")).containsText(new String[] {"Two", "\"required\""});
    assertThat(page.locator(".split ins")).hasText("Two");
    assertThat(page.locator("#compared")).containsText("Lines: + 2 − 1");
    assertThat(PageChecks.violations(page)).isEmpty();
    photograph("versions-side-by-side");
    int before = page.locator(".split tbody tr").count();
    page.locator(".skipped a").first().click();
    assertThat(page).hasURL(Pattern.compile(".*context=25.*"));
    assertThat(page.locator(".split tbody tr").count()).isGreaterThan(before);

    page.locator("#compared").getByText("Unified").click();
    assertThat(page.locator("td.removed code")).hasAttribute("data-sign", "−");
    assertThat(page.locator("td.added")).hasCount(2);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(PageChecks.violations(page)).isEmpty();

    navigate("/console/type.xhtml?key=" + type + "&show=" + from);
    assertThat(page.locator("#content-shown .ace_content")).containsText("\"One\"");
    assertThat(file(() -> page.locator("#content-shown").getByText("Download").click()))
        .asString()
        .contains("\"displayName\":\"One\"");
    assertThat(versions()).containsExactly(to, from);
  }
}
